namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>The kinds of pages, with the numbers that files use.</summary>
internal enum PageKind
{
    Data = 0,
    Index = 1,
    Dictionary = 2,
    DataV2 = 3,
}
