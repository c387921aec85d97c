using FsCheck.Fluent;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Tests.Writing;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Compression;

public sealed class ZstandardTests
{
    [Fact]
    public void Stored_frames_of_any_bytes_come_back() => Properties.Check(Gen.Choose(0, int.MaxValue), seed =>
    {
        var data = RandomBytes.Create(seed, 20_000);
        var frame = StoredZstandard.Encode(data, 1 + seed % 3000, hasChecksum: seed % 2 == 0, statesSize: seed % 3 == 0);
        return Decode(frame, data.Length).SequenceEqual(data);
    });

    [Fact]
    public void Frames_of_the_reference_implementation_come_back_at_every_level()
    {
        LibZstd.Require();
        Properties.Check(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var data = RandomBytes.Create(seed, seed % 10 == 0 ? 600_000 : 60_000);
                return Decode(LibZstd.Compress(data, seed % 27 - 7, hasChecksum: seed % 2 == 0), data.Length).SequenceEqual(data);
            },
            tests: 400);
    }

    [Fact]
    public void Frames_with_every_feature_that_the_reference_implementation_uses_come_back()
    {
        // 26 frames of our own random bytes, chosen so that together they hold every kind of literals, tables, repeated
        // distances and lengths that levels −7 to 19 gave; see Fixtures/README.md. Each carries its checksum.
        var frames = File.ReadAllBytes(Path.Combine(
            SharedData.RepositoryRoot, "tests", "Plimsoll.Formats.Tests", "Compression", "Fixtures", "reference-frames.bin"));
        Assert.Equal(0x76EE5DBDu, Crc32.Compute(Decode(frames, 527_227)));
    }

    [Fact]
    public void Frames_follow_each_other_and_skippable_ones_are_skipped()
    {
        byte[] skippable = [0x5A, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2];
        byte[] frames = [.. skippable, .. StoredZstandard.Encode("ab"u8), .. StoredZstandard.Encode("c"u8), .. skippable];
        Assert.Equal("abc"u8.ToArray(), Decode(frames, 3));
    }

    [Fact]
    public void A_block_of_one_repeated_sequence_takes_no_bits_for_each()
    {
        // Literals: 32,768 times 'a'. Sequences: 32,768 times one literal and three bytes from the latest distance (1);
        // with one symbol in each table their bitstream is nothing but its end mark.
        byte[] block = [1 | 3 << 2, 32768 >> 4 & 255, 32768 >> 12, (byte)'a', 255, 0, 1, 0b01010100, 1, 0, 0, 1];
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3, (byte)(block.Length << 3 | 2 << 1 | 1), 0, 0, .. block];
        Assert.Equal(Enumerable.Repeat((byte)'a', 131072), Decode(frame, 131072));
    }

    [Fact]
    public void A_changed_byte_does_not_get_past_the_checksum()
    {
        var frame = StoredZstandard.Encode("unchanged"u8);
        frame[^7] ^= 1;
        var error = Assert.Throws<MalformedDataException>(() => Decode(frame, 9));
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_content_of_another_size_is_refused(int expected)
    {
        Assert.Throws<MalformedDataException>(() => Decode(StoredZstandard.Encode("abc"u8), expected));
        Assert.Throws<MalformedDataException>(() => Decode(StoredZstandard.Encode("abc"u8, statesSize: false), expected));
    }

    [Fact]
    public void A_frame_that_needs_a_dictionary_is_refused()
    {
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0x21, 7, 0, 1, 0, 0];
        var error = Assert.Throws<MalformedDataException>(() => Decode(frame, 0));
        Assert.Contains("dictionary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        LibZstd.Require();
        var data = RandomBytes.Create(12, 3000);
        var frame = LibZstd.Compress(data, 3, hasChecksum: false);
        for (var length = 0; length < frame.Length; length++)
            Assert.Throws<MalformedDataException>(() => Decode(frame[..length], data.Length));
    }

    private static byte[] Decode(byte[] frames, int size)
    {
        var output = new byte[size];
        new ZstandardDecoder().Decode(frames, output);
        return output;
    }
}
