namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>The checked content of a file's footer.</summary>
/// <param name="RowCount">Rows of all row groups.</param>
/// <param name="Columns">The columns in file order.</param>
/// <param name="Chunks">Per column its chunks, one for each row group.</param>
internal sealed record Footer(int RowCount, ParquetColumn[] Columns, ColumnChunk[][] Chunks);
