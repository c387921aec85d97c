using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Atlas.Storage;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

public sealed class SectionCodecTests
{
    [Fact]
    public void A_section_comes_back_as_it_was_written() => Properties.Check(Sections.Any, section =>
    {
        var read = SectionDecoder.Decode(SectionEncoder.Encode(section, out var length), length);
        return read.FloorMs == section.FloorMs && read.Step == section.Step && read.KeyWidth == section.KeyWidth
            && read.Words.SequenceEqual(section.Words) && read.Keys.SequenceEqual(section.Keys)
            && read.Boxes.SequenceEqual(section.Boxes) && read.Codes.SequenceEqual(section.Codes)
            && read.Lattice.X.Sizes.SequenceEqual(section.Lattice.X.Sizes)
            && read.Lattice.Y.Sizes.SequenceEqual(section.Lattice.Y.Sizes)
            && read.Lattice.Z.Sizes.SequenceEqual(section.Lattice.Z.Sizes)
            && (read.RepairedKnots ?? []).SequenceEqual(section.RepairedKnots ?? []);
    });

    [Fact]
    public void The_same_section_gives_the_same_bytes() => Properties.Check(
        Sections.Any, section => SectionEncoder.Encode(section, out _).AsSpan().SequenceEqual(SectionEncoder.Encode(section, out _)));

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_nothing_else_happens()
    {
        var damaged =
            from section in Sections.Any
            from seed in Gen.Choose(0, int.MaxValue)
            select (section, seed);
        Properties.Check(damaged, pair => IsRefusedOrRead(() => Decode(pair.section, new Random(pair.seed))), tests: 2000);
    }

    [Fact]
    public void A_false_length_is_refused()
    {
        var bytes = SectionEncoder.Encode(Gen.Sample(Sections.Any, 5, 1).First(), out var length);

        Assert.Throws<MalformedAtlasException>(() => SectionDecoder.Decode(bytes, length + 1));
        Assert.Throws<MalformedAtlasException>(() => SectionDecoder.Decode(bytes, length - 1));
    }

    // Damage before compression, where it reaches the decoder; damage of compressed bytes mostly ends in the decompressor.
    private static void Decode(AtlasSection section, Random random)
    {
        var compressed = SectionEncoder.Encode(section, out var length);
        if (random.Next(4) == 0)
        {
            compressed[random.Next(compressed.Length)] = (byte)random.Next(256);
            SectionDecoder.Decode(compressed, length);
            return;
        }

        var raw = new byte[length];
        Assert.True(System.IO.Compression.BrotliDecoder.TryDecompress(compressed, raw, out _));
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            raw[random.Next(raw.Length)] = (byte)random.Next(256);
        }

        raw = raw[..random.Next(raw.Length / 2, raw.Length + 1)];
        var again = new byte[System.IO.Compression.BrotliEncoder.GetMaxCompressedLength(raw.Length)];
        Assert.True(System.IO.Compression.BrotliEncoder.TryCompress(raw, again, out var written, 1, 16));
        SectionDecoder.Decode(again.AsSpan(0, written), raw.Length);
    }

    private static bool IsRefusedOrRead(Action decode)
    {
        try
        {
            decode();
            return true;
        }
        catch (MalformedAtlasException)
        {
            return true;
        }
    }
}
