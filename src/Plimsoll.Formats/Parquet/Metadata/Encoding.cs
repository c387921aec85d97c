namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>How the values of a page are laid out, with the numbers that files use.</summary>
internal enum Encoding
{
    Plain = 0,
    PlainDictionary = 2,
    RunLength = 3,
    BitPacked = 4,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RunLengthDictionary = 8,
    ByteStreamSplit = 9,
}
