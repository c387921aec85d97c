using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Parquet.Pages;

/// <summary>
/// Finds all pages of a column before any of them is decompressed, so that no memory is taken for rows
/// or bytes which the page headers do not bear out.
/// </summary>
internal static class PageDirectory
{
    /// <param name="file">The whole file.</param>
    /// <param name="chunks">The column's chunks, one for each row group.</param>
    /// <param name="offset">Where the search stands, for the error message.</param>
    public static List<PageHeader> Find(ReadOnlySpan<byte> file, ColumnChunk[] chunks, out int offset)
    {
        var pages = new List<PageHeader>(4);
        var plainBytes = 0L;
        offset = 0;
        foreach (var chunk in chunks)
        {
            offset = chunk.Start;
            var end = chunk.Start + chunk.Length;
            var rows = 0L;
            while (offset < end)
            {
                var page = new PageHeaderReader(file[offset..end]).Read(offset, chunk.Codec);
                plainBytes += page.PlainBytes;
                if (plainBytes > Limits.ColumnBytes(file.Length))
                    throw new MalformedDataException($"the pages claim {plainBytes} bytes decompressed, too many for a file of {file.Length}");
                if (page.Kind is PageKind.Data or PageKind.DataV2)
                    rows += page.Count;
                if (rows > chunk.RowCount)
                    break;
                if (page.Kind != PageKind.Index)
                    pages.Add(page);
                offset = page.Start + page.StoredBytes;
            }

            if (rows != chunk.RowCount)
                throw new MalformedDataException($"the pages have {rows} rows or more, the row group {chunk.RowCount}");
        }

        return pages;
    }
}
