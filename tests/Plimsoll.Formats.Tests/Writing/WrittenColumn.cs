using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>A column for <see cref="ParquetWriter"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its physical type.</param>
/// <param name="Values">Per row a bool, int, long, float, double or byte array after the type, or null.</param>
internal sealed record WrittenColumn(string Name, ParquetType Type, object?[] Values)
{
    public bool IsOptional { get; init; } = true;

    /// <summary>Layout of pages that have no dictionary.</summary>
    public Encoding Encoding { get; init; } = Encoding.Plain;

    /// <summary>How many pages of each row group refer to a dictionary; those after it do not, as when a dictionary overflows.</summary>
    public int DictionaryPages { get; init; }

    public Codec Codec { get; init; } = Codec.Uncompressed;

    public int PageRows { get; init; } = int.MaxValue;

    public bool IsVersion2 { get; init; }

    public bool HasPageChecksums { get; init; }

    /// <summary>A page body to write instead of the true one (version 1).</summary>
    public byte[]? RawPage { get; init; }

    public int? ConvertedType { get; init; }

    public int FixedLength { get; init; }

    /// <summary>Zstandard level of the reference implementation; 0 writes stored blocks.</summary>
    public int ZstandardLevel { get; init; }

    public static WrittenColumn Int64(string name, params long?[] values) => new(name, ParquetType.Int64, Array.ConvertAll(values, v => (object?)v));

    public static WrittenColumn Int32(string name, params int?[] values) => new(name, ParquetType.Int32, Array.ConvertAll(values, v => (object?)v));

    public static WrittenColumn Double(string name, params double?[] values) => new(name, ParquetType.Double, Array.ConvertAll(values, v => (object?)v));

    public static WrittenColumn Float(string name, params float?[] values) => new(name, ParquetType.Float, Array.ConvertAll(values, v => (object?)v));

    public static WrittenColumn Boolean(string name, params bool?[] values) => new(name, ParquetType.Boolean, Array.ConvertAll(values, v => (object?)v));

    public static WrittenColumn Text(string name, params string?[] values) =>
        new(name, ParquetType.ByteArray, Array.ConvertAll(values, v => v is null ? null : (object)System.Text.Encoding.UTF8.GetBytes(v)));
}
