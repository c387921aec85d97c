namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>The pages of one column in one row group.</summary>
/// <param name="Start">Offset of the first page in the file.</param>
/// <param name="Length">Bytes of all pages with their headers.</param>
/// <param name="Codec">Compression of the pages.</param>
/// <param name="RowCount">Rows in the row group, nulls included.</param>
internal readonly record struct ColumnChunk(int Start, int Length, Codec Codec, int RowCount);
