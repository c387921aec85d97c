using FsCheck.Fluent;
using Plimsoll.Formats.Parquet.Encodings;
using Plimsoll.Formats.Tests.Writing;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Parquet;

public sealed class EncodingTests
{
    [Fact]
    public void Runs_of_any_width_come_back_however_they_are_asked_for() => Properties.Check(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new Random(seed);
        var width = random.Next(33);
        var values = new int[random.Next(1, 3000)];
        for (var i = 0; i < values.Length; i++)
            values[i] = i > 0 && random.Next(3) > 0 ? values[i - 1] : (int)(random.NextInt64() & ((1L << width) - 1));
        var decoder = new RunDecoder(RunEncoder.Encode(values, width), width);
        var output = new int[values.Length];
        for (var at = 0; at < output.Length;)
        {
            var step = Math.Min(random.Next(1, 200), output.Length - at);
            decoder.Read(output.AsSpan(at, step));
            at += step;
        }

        return output.SequenceEqual(values);
    });

    [Fact]
    public void The_example_of_the_specification_decodes()
    {
        // 0 to 7 packed in three bits each.
        var output = new int[8];
        new RunDecoder([0b11, 0b10001000, 0b11000110, 0b11111010], 3).Read(output);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], output);
    }

    [Theory]
    [InlineData(new byte[0], 1)]
    [InlineData(new byte[] { 3 }, 1)]
    [InlineData(new byte[] { 2 }, 1)]
    [InlineData(new byte[] { 0, 0, 0 }, 1)]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255 }, 1)]
    [InlineData(new byte[] { 2, 1 }, 33)]
    public void Runs_that_end_too_early_are_refused(byte[] data, int width) =>
        Assert.Throws<MalformedDataException>(() => new RunDecoder(data, width).Read(new int[4]));

    [Fact]
    public void Differences_of_any_size_come_back() => Properties.Check(Gen.Choose(0, int.MaxValue), seed =>
    {
        var random = new Random(seed);
        var values = new long[random.Next(400)];
        var shift = random.Next(64);
        for (var i = 0; i < values.Length; i++)
            values[i] = random.NextInt64(long.MinValue, long.MaxValue) >> (random.Next(9) == 0 ? 0 : shift);
        var output = new long[values.Length];
        new DeltaDecoder(DeltaEncoder.Encode(values, trimsPadding: seed % 2 == 0)).Read(output);
        return output.SequenceEqual(values);
    });

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 128, 1, 4, 3, 0 })]
    [InlineData(new byte[] { 128, 1, 4, 2, 0 })]
    [InlineData(new byte[] { 128, 1, 0, 2, 0, 0 })]
    [InlineData(new byte[] { 0, 4, 2, 0, 0 })]
    [InlineData(new byte[] { 128, 1, 3, 2, 0, 0 })]
    [InlineData(new byte[] { 128, 1, 4, 2, 0, 0, 65, 0, 0, 0 })]
    public void Corrupt_differences_are_refused(byte[] page) =>
        Assert.Throws<MalformedDataException>(() => new DeltaDecoder(page).Read(new long[2]));
}
