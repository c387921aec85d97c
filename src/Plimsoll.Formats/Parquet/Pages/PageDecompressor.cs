using System.IO.Compression;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Parquet.Pages;

/// <summary>Undoes the compression of pages. Output of any other size than the page header states is an error.</summary>
internal sealed class PageDecompressor
{
    private ZstandardDecoder? _zstandard;

    /// <summary>Fills <paramref name="plain"/> from <paramref name="stored"/>.</summary>
    public void Decompress(Codec codec, ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        switch (codec)
        {
            case Codec.Zstandard:
                (_zstandard ??= new ZstandardDecoder()).Decode(stored, plain);
                break;
            case Codec.Snappy:
                Snappy.Decode(stored, plain);
                break;
            case Codec.Gzip:
                Inflate(stored, plain);
                break;
            case Codec.Uncompressed:
                if (stored.Length != plain.Length)
                    throw new MalformedDataException($"an uncompressed page stores {stored.Length} bytes for {plain.Length}");
                stored.CopyTo(plain);
                break;
            default:
                throw new MalformedDataException($"compression {Name(codec)} is not supported");
        }
    }

    private static void Inflate(ReadOnlySpan<byte> stored, Span<byte> plain)
    {
        try
        {
            using var source = new MemoryStream(stored.ToArray(), writable: false);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            if (gzip.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false) < plain.Length || gzip.ReadByte() >= 0)
                throw new MalformedDataException("a gzip page has another size than its header states");
        }
        catch (InvalidDataException e)
        {
            throw new MalformedDataException($"a gzip page is corrupt: {e.Message}");
        }
    }

    private static string Name(Codec codec) => codec switch
    {
        Codec.Lzo => "LZO",
        Codec.Brotli => "BROTLI",
        Codec.Lz4 => "LZ4",
        Codec.Lz4Raw => "LZ4_RAW",
        _ => $"number {(int)codec}",
    };
}
