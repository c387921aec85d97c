using System.IO.Compression;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>Reads what <see cref="SectionEncoder"/> wrote; bytes that mean nothing are refused before room is made for them.</summary>
internal static class SectionDecoder
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
}
