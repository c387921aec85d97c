namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>Compression of a column chunk, with the numbers that files use.</summary>
internal enum Codec
{
    Uncompressed = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,
    Lz4 = 5,
    Zstandard = 6,
    Lz4Raw = 7,
}
