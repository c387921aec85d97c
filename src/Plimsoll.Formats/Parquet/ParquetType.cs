namespace Plimsoll.Formats.Parquet;

/// <summary>The physical types of the format, with the numbers that files use.</summary>
public enum ParquetType
{
    /// <summary>One bit.</summary>
    Boolean = 0,

    /// <summary>Signed 32-bit integer, little-endian.</summary>
    Int32 = 1,

    /// <summary>Signed 64-bit integer, little-endian.</summary>
    Int64 = 2,

    /// <summary>A deprecated 96-bit time stamp; such columns are listed but refused when read.</summary>
    Int96 = 3,

    /// <summary>IEEE 754 single precision.</summary>
    Float = 4,

    /// <summary>IEEE 754 double precision.</summary>
    Double = 5,

    /// <summary>A string of bytes, mostly UTF-8 text.</summary>
    ByteArray = 6,

    /// <summary>Bytes of one length for the whole column.</summary>
    FixedLengthByteArray = 7,
}
