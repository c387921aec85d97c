namespace Plimsoll.Formats.Parquet;

/// <summary>One column of a flat schema.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">How its values are stored.</param>
/// <param name="IsOptional">Whether rows may lack a value.</param>
public sealed record ParquetColumn(string Name, ParquetType Type, bool IsOptional)
{
    /// <summary>Bytes per value of a fixed-length byte array; 0 for other types.</summary>
    internal int FixedLength { get; init; }

    /// <summary>Stored integers are to be read without a sign.</summary>
    internal bool IsUnsigned { get; init; }

    /// <summary>Stored integers or bytes carry a decimal scale, which no reader method applies.</summary>
    internal bool IsDecimal { get; init; }
}
