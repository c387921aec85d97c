using FsCheck.Fluent;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Tests.Writing;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Compression;

public sealed class SnappyTests
{
    [Fact]
    public void Any_bytes_come_back() => Properties.Check(Gen.Choose(0, int.MaxValue), seed =>
    {
        var data = RandomBytes.Create(seed, 70_000);
        var output = new byte[data.Length];
        Snappy.Decode(SnappyEncoder.Encode(data), output);
        return output.SequenceEqual(data);
    });

    [Fact]
    public void Copies_with_one_two_and_four_bytes_of_distance_repeat_earlier_output()
    {
        // "abcd", then 4 bytes from 4 back, then 5 from 8 back, then 6 from 1 back.
        byte[] block = [19, 3 << 2, (byte)'a', (byte)'b', (byte)'c', (byte)'d', 1, 4, 4 << 2 | 2, 8, 0, 5 << 2 | 3, 1, 0, 0, 0];
        var output = new byte[19];
        Snappy.Decode(block, output);
        Assert.Equal("abcdabcdabcdaaaaaaa", System.Text.Encoding.ASCII.GetString(output));
    }

    [Theory]
    [InlineData(new byte[0], 0)]
    [InlineData(new byte[] { 0x80 }, 0)]
    [InlineData(new byte[] { 5, 0 << 2, 65 }, 5)]
    [InlineData(new byte[] { 1, 0 << 2 }, 1)]
    [InlineData(new byte[] { 2, 0 << 2, 65 }, 1)]
    [InlineData(new byte[] { 5, 0 << 2, 65, 1, 2 }, 5)]
    [InlineData(new byte[] { 5, 0 << 2, 65, 1, 0 }, 5)]
    [InlineData(new byte[] { 9, 0 << 2, 65, 4 << 2 | 1, 1 }, 2)]
    [InlineData(new byte[] { 1, 63 << 2, 255, 255, 255, 255, 65 }, 1)]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, 3)]
    public void Corrupt_blocks_are_refused(byte[] block, int size) =>
        Assert.Throws<MalformedDataException>(() => Snappy.Decode(block, new byte[size]));
}
