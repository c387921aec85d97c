using System.IO.Compression;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>Writes a section: axes, names, keys and predicted knots, compressed with Brotli.</summary>
internal static class SectionEncoder
{
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

    private static void WriteRepaired(ByteWriter writer, AtlasSection section)
    {
        writer.Byte(section.RepairedKnots is null ? (byte)0 : (byte)1);
        foreach (var isRepaired in section.RepairedKnots ?? [])
        {
            writer.Byte(isRepaired ? (byte)1 : (byte)0);
        }
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
