using System.IO.Compression;
using System.Numerics;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Writes small Parquet files in every layout that the reader knows, and in some that it must refuse.</summary>
internal static class ParquetWriter
{
    public static byte[] Write(params WrittenColumn[] columns) => Write(int.MaxValue, columns);

    public static byte[] Write(int rowGroupRows, params WrittenColumn[] columns)
    {
        var file = new MemoryStream();
        file.Write("PAR1"u8);
        var rows = columns.Length == 0 ? 0 : columns[0].Values.Length;
        var groups = new List<(int Rows, Chunk[] Chunks)>();
        for (var start = 0; start < rows; start += Math.Min(rowGroupRows, rows - start))
        {
            var count = Math.Min(rowGroupRows, rows - start);
            groups.Add((count, Array.ConvertAll(columns, column => WriteChunk(file, column, column.Values.AsSpan(start, count)))));
        }

        Finish(file, Footer(columns, rows, groups));
        return file.ToArray();
    }

    /// <summary>A file of a footer alone.</summary>
    public static byte[] WithFooter(byte[] footer)
    {
        var file = new MemoryStream();
        file.Write("PAR1"u8);
        Finish(file, footer);
        return file.ToArray();
    }

    private static void Finish(MemoryStream file, byte[] footer)
    {
        file.Write(footer);
        file.Write(BitConverter.GetBytes(footer.Length));
        file.Write("PAR1"u8);
    }

    private static byte[] Footer(WrittenColumn[] columns, int rows, List<(int Rows, Chunk[] Chunks)> groups)
    {
        var writer = new CompactWriter();
        writer.Int32(1, 2);
        writer.List(2, CompactType.Struct, columns.Length + 1);
        writer.ElementStruct();
        writer.Text(4, "schema");
        writer.Int32(5, columns.Length);
        writer.End();
        foreach (var column in columns)
        {
            writer.ElementStruct();
            writer.Int32(1, (int)column.Type);
            if (column.FixedLength > 0)
                writer.Int32(2, column.FixedLength);
            writer.Int32(3, column.IsOptional ? 1 : 0);
            writer.Text(4, column.Name);
            if (column.ConvertedType is { } converted)
                writer.Int32(6, converted);
            writer.End();
        }

        writer.Int64(3, rows);
        writer.List(4, CompactType.Struct, groups.Count);
        foreach (var group in groups)
            WriteGroup(writer, columns, group.Rows, group.Chunks);
        writer.List(5, CompactType.Struct, 1);
        writer.ElementStruct();
        writer.Text(1, "ARROW:schema");
        writer.Text(2, "not looked at");
        writer.End();
        writer.Text(6, "test");
        writer.Finish();
        return writer.ToArray();
    }

    private static void WriteGroup(CompactWriter writer, WrittenColumn[] columns, int rows, Chunk[] chunks)
    {
        writer.ElementStruct();
        writer.List(1, CompactType.Struct, chunks.Length);
        for (var i = 0; i < chunks.Length; i++)
        {
            writer.ElementStruct();
            writer.Int64(2, 0);
            writer.Struct(3);
            writer.Int32(1, (int)columns[i].Type);
            writer.List(2, CompactType.Int32, 1);
            writer.Element((int)columns[i].Encoding);
            writer.List(3, CompactType.Binary, 1);
            writer.Text(columns[i].Name);
            writer.Int32(4, (int)columns[i].Codec);
            writer.Int64(5, rows);
            writer.Int64(6, 0);
            writer.Int64(7, chunks[i].Length);
            writer.Int64(9, chunks[i].DataStart);
            if (chunks[i].DictionaryStart > 0)
                writer.Int64(11, chunks[i].DictionaryStart);
            writer.End();
            writer.End();
        }

        writer.Int64(2, 0);
        writer.Int64(3, rows);
        writer.End();
    }

    private static Chunk WriteChunk(MemoryStream file, WrittenColumn column, ReadOnlySpan<object?> values)
    {
        var start = file.Position;
        var dictionary = new List<object>();
        if (column.DictionaryPages > 0)
        {
            foreach (var value in values)
            {
                if (value is not null && IndexOf(dictionary, value) < 0)
                    dictionary.Add(value);
            }

            WritePage(file, column, PageKind.Dictionary, Plain(column, dictionary), 0, writer =>
            {
                writer.Int32(1, dictionary.Count);
                writer.Int32(2, (int)Encoding.Plain);
                writer.Boolean(3, false);
            });
        }

        var dataStart = file.Position;
        var page = 0;
        for (var from = 0; from < values.Length; from += Math.Min(column.PageRows, values.Length - from), page++)
        {
            var rows = values.Slice(from, Math.Min(column.PageRows, values.Length - from));
            WriteData(file, column, rows, page < column.DictionaryPages ? dictionary : null);
        }

        return new Chunk(column.DictionaryPages > 0 ? start : 0, dataStart, file.Position - start);
    }

    private static void WriteData(MemoryStream file, WrittenColumn column, ReadOnlySpan<object?> rows, List<object>? dictionary)
    {
        var count = rows.Length;
        var present = new List<object>();
        var levels = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (rows[i] is not { } value)
                continue;
            levels[i] = 1;
            present.Add(value);
        }

        var encoding = dictionary is null ? column.Encoding : Encoding.RunLengthDictionary;
        var values = dictionary is null ? Values(column, present) : Indices(present, dictionary);
        var encodedLevels = column.IsOptional ? RunEncoder.Encode(levels, 1) : [];
        if (column.IsVersion2)
        {
            WritePage(file, column, PageKind.DataV2, [.. encodedLevels, .. values], encodedLevels.Length, writer =>
            {
                writer.Int32(1, count);
                writer.Int32(2, count - present.Count);
                writer.Int32(3, count);
                writer.Int32(4, (int)encoding);
                writer.Int32(5, encodedLevels.Length);
                writer.Int32(6, 0);
                writer.Boolean(7, column.Codec != Codec.Uncompressed);
            });
        }
        else
        {
            byte[] body = column.IsOptional ? [.. BitConverter.GetBytes(encodedLevels.Length), .. encodedLevels, .. values] : values;
            WritePage(file, column, PageKind.Data, column.RawPage ?? body, 0, writer =>
            {
                writer.Int32(1, count);
                writer.Int32(2, (int)encoding);
                writer.Int32(3, (int)Encoding.RunLength);
                writer.Int32(4, (int)Encoding.RunLength);
            });
        }
    }

    private static void WritePage(MemoryStream file, WrittenColumn column, PageKind kind, byte[] body, int levelBytes, Action<CompactWriter> details)
    {
        byte[] stored = [.. body[..levelBytes], .. Compress(column, body[levelBytes..])];
        var writer = new CompactWriter();
        writer.Int32(1, (int)kind);
        writer.Int32(2, body.Length);
        writer.Int32(3, stored.Length);
        if (column.HasPageChecksums)
            writer.Int32(4, (int)Crc32.Compute(stored));
        writer.Struct(kind switch { PageKind.Data => 5, PageKind.Dictionary => 7, _ => 8 });
        details(writer);
        writer.End();
        writer.Finish();
        file.Write(writer.ToArray());
        file.Write(stored);
    }

    private static byte[] Values(WrittenColumn column, List<object> present)
    {
        switch (column.Encoding)
        {
            case Encoding.DeltaBinaryPacked:
                return DeltaEncoder.Encode(present.ConvertAll(value => value is int narrow ? narrow : (long)value).ToArray());
            case Encoding.RunLength:
                var runs = RunEncoder.Encode(present.ConvertAll(value => (bool)value ? 1 : 0).ToArray(), 1);
                return [.. BitConverter.GetBytes(runs.Length), .. runs];
            default:
                return Plain(column, present);
        }
    }

    private static byte[] Indices(List<object> present, List<object> dictionary)
    {
        var bitWidth = dictionary.Count <= 1 ? 0 : BitOperations.Log2((uint)dictionary.Count - 1) + 1;
        return [(byte)bitWidth, .. RunEncoder.Encode(present.ConvertAll(value => IndexOf(dictionary, value)).ToArray(), bitWidth)];
    }

    private static byte[] Plain(WrittenColumn column, List<object> values)
    {
        var output = new MemoryStream();
        var bits = new BitWriter();
        foreach (var value in values)
        {
            switch (value)
            {
                case bool flag:
                    bits.Write(flag ? 1u : 0, 1);
                    break;
                case int number:
                    output.Write(BitConverter.GetBytes(number));
                    break;
                case long number:
                    output.Write(BitConverter.GetBytes(number));
                    break;
                case float number:
                    output.Write(BitConverter.GetBytes(number));
                    break;
                case double number:
                    output.Write(BitConverter.GetBytes(number));
                    break;
                case byte[] bytes:
                    if (column.Type == ParquetType.ByteArray)
                        output.Write(BitConverter.GetBytes(bytes.Length));
                    output.Write(bytes);
                    break;
                default:
                    throw new NotSupportedException(value.GetType().Name);
            }
        }

        output.Write(bits.ToArray());
        return output.ToArray();
    }

    private static byte[] Compress(WrittenColumn column, byte[] plain)
    {
        switch (column.Codec)
        {
            case Codec.Snappy:
                return SnappyEncoder.Encode(plain);
            case Codec.Zstandard:
                return column.ZstandardLevel > 0 ? LibZstd.Compress(plain, column.ZstandardLevel, column.HasPageChecksums) : StoredZstandard.Encode(plain, hasChecksum: column.HasPageChecksums);
            case Codec.Gzip:
                var output = new MemoryStream();
                using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
                    gzip.Write(plain);
                return output.ToArray();
            default:
                return plain;
        }
    }

    private static int IndexOf(List<object> dictionary, object value) => value is byte[] bytes
        ? dictionary.FindIndex(entry => ((byte[])entry).AsSpan().SequenceEqual(bytes))
        : dictionary.FindIndex(entry => entry.Equals(value));

    private sealed record Chunk(long DictionaryStart, long DataStart, long Length);
}
