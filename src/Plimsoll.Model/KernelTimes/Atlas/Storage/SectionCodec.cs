using System.IO.Compression;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>The bytes of one section: axes, names, keys and predicted knots, compressed with Brotli.</summary>
internal static class SectionCodec
{
    /// <summary>Longest section before compression, in bytes; real ones have less than a tenth of it.</summary>
    public const int MaxRawBytes = 8 << 20;

    private const int MaxKnotsOnAxis = 1024;
    private const long MaxSize = 1L << 40;
    private const int MaxKeyWidth = 16;
    private const int MaxWordBytes = 200;
    private const int MaxWords = 1024;
    private const double MaxFloorMs = 1000;
    private const double MaxStep = 1;
    private const int BrotliQuality = 11;
    private const int BrotliWindow = 22;

    /// <summary>Compresses a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="rawLength">Receives its length before compression.</param>
    public static byte[] Encode(AtlasSection section, out int rawLength)
    {
        var writer = new ByteWriter();
        writer.Double(section.FloorMs);
        writer.Double(section.Step);
        WriteAxis(writer, section.Lattice.X);
        WriteAxis(writer, section.Lattice.Y);
        WriteAxis(writer, section.Lattice.Z);
        writer.Unsigned(section.Words.Length);
        foreach (var word in section.Words)
        {
            writer.Text(word);
        }

        writer.Unsigned(section.KeyWidth);
        writer.Unsigned(section.SliceCount);
        WriteKeys(writer, section);
        WriteKnots(writer, section);
        WriteRepaired(writer, section);

        rawLength = writer.Written.Length;
        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(rawLength)];
        return BrotliEncoder.TryCompress(writer.Written, compressed, out var length, BrotliQuality, BrotliWindow)
            ? compressed[..length]
            : throw new InvalidOperationException("the compressor's own bound was too small");
    }

    /// <summary>Reads a section.</summary>
    /// <param name="compressed">Its bytes.</param>
    /// <param name="rawLength">Its length before compression, at most <see cref="MaxRawBytes"/>.</param>
    /// <exception cref="MalformedAtlasException">The bytes are no section.</exception>
    public static AtlasSection Decode(ReadOnlySpan<byte> compressed, int rawLength)
    {
        var raw = new byte[rawLength];
        if (!BrotliDecoder.TryDecompress(compressed, raw, out var written) || written != rawLength)
        {
            throw new MalformedAtlasException("a section does not decompress to its stated length");
        }

        var reader = new ByteReader(raw);
        var floor = reader.Double(0, MaxFloorMs);
        var step = reader.Double(double.Epsilon, MaxStep);
        var lattice = new Lattice(ReadAxis(ref reader), ReadAxis(ref reader), ReadAxis(ref reader));
        var words = new string[reader.Integer(MaxWords)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = reader.Text(MaxWordBytes);
        }

        var keyWidth = reader.Integer(MaxKeyWidth);
        var slices = reader.Count();
        var keys = ReadKeys(ref reader, keyWidth, slices);
        var boxes = ReadBoxes(ref reader, lattice, slices);
        var codes = ReadKnots(ref reader, boxes);
        var repaired = ReadRepaired(ref reader, codes.Length);
        return reader.Remaining == 0
            ? new AtlasSection(lattice, floor, step, words, keyWidth, keys, boxes, codes, repaired)
            : throw new MalformedAtlasException("a section is longer than its knots");
    }

    private static void WriteAxis(ByteWriter writer, LatticeAxis axis)
    {
        writer.Unsigned(axis.Count);
        long before = 0;
        foreach (var size in axis.Sizes)
        {
            writer.Unsigned((long)size - before);
            before = (long)size;
        }
    }

    private static LatticeAxis ReadAxis(ref ByteReader reader)
    {
        var sizes = new double[reader.Integer(MaxKnotsOnAxis)];
        if (sizes.Length == 0)
        {
            throw new MalformedAtlasException("an axis has no knots");
        }

        long before = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            var more = reader.Unsigned(MaxSize);
            if (more == 0)
            {
                throw new MalformedAtlasException("the knots of an axis do not increase");
            }

            sizes[i] = before += more;
        }

        return new LatticeAxis(sizes);
    }

    // Neighbouring slices differ in few parts of their keys and boxes, so both are stored as differences, part by part.
    private static void WriteKeys(ByteWriter writer, AtlasSection section)
    {
        for (var part = 0; part < section.KeyWidth; part++)
        {
            var before = 0;
            for (var slice = 0; slice < section.SliceCount; slice++)
            {
                var value = section.Keys[(slice * section.KeyWidth) + part];
                writer.Signed(value - before);
                before = value;
            }
        }

        foreach (var box in section.Boxes)
        {
            writer.Unsigned(box.X);
            writer.Unsigned(box.CountX);
            writer.Unsigned(box.Y);
            writer.Unsigned(box.CountY);
            writer.Unsigned(box.Z);
            writer.Unsigned(box.CountZ);
        }
    }

    private static int[] ReadKeys(ref ByteReader reader, int width, int slices)
    {
        if ((long)width * slices > reader.Remaining)
        {
            throw new MalformedAtlasException("a section has more keys than bytes");
        }

        var keys = new int[width * slices];
        for (var part = 0; part < width; part++)
        {
            var before = 0;
            for (var slice = 0; slice < slices; slice++)
            {
                before = unchecked(before + reader.Signed());
                keys[(slice * width) + part] = before;
            }
        }

        return keys;
    }

    private static LatticeBox[] ReadBoxes(ref ByteReader reader, Lattice lattice, int slices)
    {
        var boxes = new LatticeBox[slices];
        for (var slice = 0; slice < slices; slice++)
        {
            var (x, countX) = Run(ref reader, lattice.X);
            var (y, countY) = Run(ref reader, lattice.Y);
            var (z, countZ) = Run(ref reader, lattice.Z);
            boxes[slice] = new LatticeBox(x, countX, y, countY, z, countZ);
        }

        return boxes;

        static (int First, int Count) Run(ref ByteReader reader, LatticeAxis axis)
        {
            var first = reader.Integer(axis.Count - 1);
            var count = reader.Integer(axis.Count - first);
            return count > 0 ? (first, count) : throw new MalformedAtlasException("a slice covers no knots");
        }
    }

    private static void WriteKnots(ByteWriter writer, AtlasSection section)
    {
        for (var slice = 0; slice < section.SliceCount; slice++)
        {
            var codes = Codes(section.Codes, section.Offsets[slice], section.Boxes[slice]);
            var before = slice > 0 && section.Boxes[slice - 1] == section.Boxes[slice]
                ? Codes(section.Codes, section.Offsets[slice - 1], section.Boxes[slice - 1])
                : [];
            var best = Cheapest(codes, before, section.Boxes[slice]);
            writer.Byte((byte)best);
            for (var at = 0; at < codes.Length; at++)
            {
                writer.Signed(codes[at] - KnotPrediction.Guess(best, codes, before, section.Boxes[slice], at));
            }
        }
    }

    private static short[] ReadKnots(ref ByteReader reader, LatticeBox[] boxes)
    {
        long total = 0;
        foreach (var box in boxes)
        {
            total += box.Count;
        }

        if (total > reader.Remaining)
        {
            throw new MalformedAtlasException("a section has more knots than bytes");
        }

        var all = new short[total];
        var offset = 0;
        ReadOnlySpan<short> before = [];
        for (var slice = 0; slice < boxes.Length; slice++)
        {
            var predictor = (KnotPredictor)reader.Integer((int)KnotPredictor.PreviousSliceShape);
            if (slice > 0 && boxes[slice - 1] != boxes[slice])
            {
                before = [];
            }

            if (predictor >= KnotPredictor.PreviousSlice && before.IsEmpty)
            {
                throw new MalformedAtlasException("a slice is predicted from one that covers other knots");
            }

            var codes = all.AsSpan(offset, boxes[slice].Count);
            for (var at = 0; at < codes.Length; at++)
            {
                var code = (long)reader.Signed() + KnotPrediction.Guess(predictor, codes, before, boxes[slice], at);
                codes[at] = code is >= short.MinValue and <= short.MaxValue
                    ? (short)code
                    : throw new MalformedAtlasException("an efficiency is out of range");
            }

            before = codes;
            offset += codes.Length;
        }

        return all;
    }

    private static void WriteRepaired(ByteWriter writer, AtlasSection section)
    {
        writer.Byte(section.RepairedKnots is null ? (byte)0 : (byte)1);
        foreach (var isRepaired in section.RepairedKnots ?? [])
        {
            writer.Byte(isRepaired ? (byte)1 : (byte)0);
        }
    }

    private static bool[]? ReadRepaired(ref ByteReader reader, int knots)
    {
        if (reader.Integer(1) == 0)
        {
            return null;
        }

        var repaired = new bool[knots];
        var flags = reader.Bytes(knots);
        for (var at = 0; at < knots; at++)
        {
            repaired[at] = flags[at] != 0;
        }

        return repaired;
    }

    private static ReadOnlySpan<short> Codes(short[] all, int offset, in LatticeBox box) => all.AsSpan(offset, box.Count);

    private static KnotPredictor Cheapest(ReadOnlySpan<short> codes, ReadOnlySpan<short> before, in LatticeBox box)
    {
        var last = before.IsEmpty ? KnotPredictor.Plane : KnotPredictor.PreviousSliceShape;
        var (best, least) = (KnotPredictor.Previous, double.MaxValue);
        for (var predictor = KnotPredictor.Previous; predictor <= last; predictor++)
        {
            double bits = 0;
            for (var at = 0; at < codes.Length; at++)
            {
                bits += Math.Log2(1 + Math.Abs(codes[at] - KnotPrediction.Guess(predictor, codes, before, box, at)));
            }

            if (bits < least)
            {
                (best, least) = (predictor, bits);
            }
        }

        return best;
    }
}
