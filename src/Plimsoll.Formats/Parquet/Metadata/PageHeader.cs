namespace Plimsoll.Formats.Parquet.Metadata;

/// <summary>One page: where its body lies and how to read it.</summary>
internal sealed class PageHeader
{
    /// <summary>What the page holds.</summary>
    public required PageKind Kind { get; init; }

    /// <summary>Offset of the body in the file.</summary>
    public required int Start { get; init; }

    /// <summary>Bytes of the body as stored.</summary>
    public required int StoredBytes { get; init; }

    /// <summary>Bytes of the body after decompression.</summary>
    public required int PlainBytes { get; init; }

    /// <summary>Compression of the body (of its values alone in version 2).</summary>
    public required Codec Codec { get; init; }

    /// <summary>CRC-32 of the stored body, where the writer gave one.</summary>
    public required uint? Checksum { get; init; }

    /// <summary>Rows of a data page, nulls included; entries of a dictionary page.</summary>
    public required int Count { get; init; }

    /// <summary>Layout of the values.</summary>
    public required Encoding Encoding { get; init; }

    /// <summary>Layout of version 1 definition levels.</summary>
    public required Encoding LevelEncoding { get; init; }

    /// <summary>Bytes of the definition levels that precede the values of a version 2 page.</summary>
    public required int LevelBytes { get; init; }

    /// <summary>Rows without a value, which version 2 pages state; −1 elsewhere.</summary>
    public required int NullCount { get; init; }
}
