using FsCheck.Fluent;
using Plimsoll.Formats.Png;
using Plimsoll.Testing;

namespace Plimsoll.Formats.Tests.Png;

/// <summary>Pictures as PNG.</summary>
public sealed class PngWriterTests
{
    [Fact]
    public void Every_picture_is_read_back_as_it_was() => Properties.Check(
        from width in Gen.Choose(1, 40)
        from height in Gen.Choose(1, 40)
        from seed in Gen.Choose(0, int.MaxValue)
        from levels in Gen.Elements(1, 2, 5, 256)
        select (width, height, Pixels: Picture(width, height, seed, levels)),
        picture =>
        {
            var read = PngDecoder.Read(PngWriter.Write(picture.width, picture.height, picture.Pixels));
            return read.Width == picture.width && read.Height == picture.height && read.Pixels.AsSpan().SequenceEqual(picture.Pixels);
        });

    [Fact]
    public void Gradients_use_other_filters_and_are_read_back_too()
    {
        var pixels = new byte[3 * 64 * 64];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % 64, i / 192);
            pixels[i] = (byte)(y < 16 ? x * 4 : y < 32 ? y * 7 : y < 48 ? (x + y) * 3 : (x * y) + (x * x));
        }

        var file = PngWriter.Write(64, 64, pixels);
        Assert.Equal(pixels, PngDecoder.Read(file).Pixels);
        Assert.Equal(file, PngWriter.Write(64, 64, pixels));
    }

    [Fact]
    public void Words_travel_with_the_picture()
    {
        var file = PngWriter.Write(1, 1, [1, 2, 3], new PngText("Title", "TPOT ≤ 30 ms"), new PngText("Description", ""));
        var read = PngDecoder.Read(file);
        Assert.Equal(("TPOT ≤ 30 ms", ""), (read.Texts["Title"], read.Texts["Description"]));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(2, 2, 11)]
    [InlineData(PngWriter.MaxSide + 1, 1, 3 * (PngWriter.MaxSide + 1))]
    public void Pixels_that_are_no_picture_of_that_size_are_refused(int width, int height, int bytes) =>
        Assert.Throws<ArgumentException>(() => PngWriter.Write(width, height, new byte[bytes]));

    [Theory]
    [InlineData("", "text")]
    [InlineData("Titel\u00fc", "text")]
    [InlineData("Title", "a\0b")]
    public void Words_that_the_format_cannot_hold_are_refused(string keyword, string text) =>
        Assert.Throws<ArgumentException>(() => PngWriter.Write(1, 1, [0, 0, 0], new PngText(keyword, text)));

    private static byte[] Picture(int width, int height, int seed, int levels)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 3 * width * height).Select(_ => (byte)(random.Next(levels) * 255 / Math.Max(1, levels - 1)))];
    }
}
