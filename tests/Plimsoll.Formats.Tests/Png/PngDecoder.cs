using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Plimsoll.Formats.Tests.Png;

/// <summary>Reads the PNG files that are written here, straight from the specification: 8-bit RGB, every filter, checksums.</summary>
internal sealed record PngDecoder(int Width, int Height, byte[] Pixels, IReadOnlyDictionary<string, string> Texts)
{
    public static PngDecoder Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var (header, data, texts, kinds) = (Array.Empty<byte>(), new MemoryStream(), new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var kind = Encoding.ASCII.GetString(file, at + 4, 4);
            var body = file.AsSpan(at + 8, length).ToArray();
            Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)), Crc(file.AsSpan(at + 4, length + 4)));
            kinds.Add(kind);
            switch (kind)
            {
                case "IHDR": header = body; break;
                case "IDAT": data.Write(body); break;
                case "iTXt":
                    var end = Array.IndexOf(body, (byte)0);
                    texts.Add(Encoding.Latin1.GetString(body, 0, end), Encoding.UTF8.GetString(body[(end + 5)..]));
                    break;
            }

            at += length + 12;
        }

        Assert.Equal(("IHDR", "IEND"), (kinds[0], kinds[^1]));
        Assert.Equal([8, 2, 0, 0, 0], header[8..]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        return new PngDecoder(width, height, Unfiltered(raw.ToArray(), width, height), texts);
    }

    private static byte[] Unfiltered(byte[] raw, int width, int height)
    {
        var stride = 3 * width;
        Assert.Equal((stride + 1) * height, raw.Length);
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < stride; i++)
            {
                var left = i >= 3 ? pixels[(y * stride) + i - 3] : 0;
                var above = y > 0 ? pixels[((y - 1) * stride) + i] : 0;
                var corner = i >= 3 && y > 0 ? pixels[((y - 1) * stride) + i - 3] : 0;
                var estimate = left + above - corner;
                int[] near = [Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner)];
                var predicted = raw[y * (stride + 1)] switch
                {
                    0 => 0,
                    1 => left,
                    2 => above,
                    3 => (left + above) / 2,
                    4 => near[0] <= near[1] && near[0] <= near[2] ? left : near[1] <= near[2] ? above : corner,
                    var filter => throw new InvalidDataException($"filter {filter}"),
                };
                pixels[(y * stride) + i] = (byte)(raw[(y * (stride + 1)) + 1 + i] + predicted);
            }
        }

        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
