using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Plimsoll.Formats.Compression;

namespace Plimsoll.Formats.Png;

/// <summary>Writes pictures as PNG: 8 bits per channel, RGB, not interlaced. The same pixels give the same bytes.</summary>
public static class PngWriter
{
    /// <summary>The most pixels per side.</summary>
    public const int MaxSide = 20_000;

    /// <summary>The picture as a file.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rgb">Red, green and blue of each pixel, row by row from the top.</param>
    /// <param name="texts">Words that travel with the picture.</param>
    /// <exception cref="ArgumentException">The size is out of bounds or does not match the pixels; a keyword is not 1 to 79 printable Latin letters.</exception>
    public static byte[] Write(int width, int height, ReadOnlySpan<byte> rgb, params ReadOnlySpan<PngText> texts)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || rgb.Length != 3L * width * height)
        {
            throw new ArgumentException($"{rgb.Length} bytes are no picture of {width} × {height} RGB pixels", nameof(rgb));
        }

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        Span<byte> header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        WriteChunk(file, "IHDR"u8, header);
        foreach (var text in texts)
        {
            WriteChunk(file, "iTXt"u8, TextBody(text));
        }

        WriteChunk(file, "IDAT"u8, Compressed(width, height, rgb));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compressed(int width, int height, ReadOnlySpan<byte> rgb)
    {
        var filter = new RowFilter(3 * width);
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            ReadOnlySpan<byte> above = new byte[3 * width];
            for (var row = 0; row < height; row++)
            {
                var current = rgb.Slice(row * 3 * width, 3 * width);
                zlib.Write(filter.Best(current, above));
                above = current;
            }
        }

        return output.GetBuffer().AsSpan(0, (int)output.Length);
    }

    private static byte[] TextBody(PngText text)
    {
        if (text.Keyword.Length is < 1 or > 79 || text.Keyword.Any(c => c is < ' ' or > '~') || text.Text.Contains('\0'))
        {
            throw new ArgumentException($"'{text.Keyword}' is no keyword of 1 to 79 printable letters, or its text holds a zero", nameof(text));
        }

        return [.. Encoding.Latin1.GetBytes(text.Keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text.Text)];
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        var start = (int)file.Length;
        file.Write(kind);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(file.GetBuffer().AsSpan(start, kind.Length + body.Length)));
        file.Write(number);
    }
}
