namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>
/// What a file may claim, given its size. Run-length encoding and compression let a few bytes stand for any
/// number of values, so a claim is believed only in proportion to the bytes that come with it.
/// </summary>
internal static class Limits
{
    /// <summary>Largest page, decompressed, in bytes.</summary>
    public const int PageBytes = 256 << 20;

    /// <summary>Most rows: 2²⁰ and 64 for each byte of the file (measured tables have about one row for each 7 bytes), at most 2²⁷.</summary>
    public static long Rows(long fileBytes) => Math.Min((1L << 20) + 64 * fileBytes, 1L << 27);

    /// <summary>Most bytes that the pages of one column may decompress to: 16 MiB and 1,024 for each byte of the file.</summary>
    public static long ColumnBytes(long fileBytes) => (16L << 20) + 1024 * fileBytes;
}
