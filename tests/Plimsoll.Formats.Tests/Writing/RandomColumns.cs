using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Columns of every type, layout and compression with random content; the same seed gives the same columns.</summary>
internal static class RandomColumns
{
    private static readonly ParquetType[] Types =
    [
        ParquetType.Boolean, ParquetType.Int32, ParquetType.Int64, ParquetType.Float,
        ParquetType.Double, ParquetType.ByteArray, ParquetType.FixedLengthByteArray,
    ];

    /// <param name="seed">Where the randomness comes from.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="maxRows">Most rows.</param>
    public static WrittenColumn[] Create(int seed, int columns, int maxRows)
    {
        var random = new Random(seed);
        var rows = random.Next(1, maxRows + 1);
        var result = new WrittenColumn[columns];
        for (var i = 0; i < columns; i++)
            result[i] = CreateColumn(random, $"column{i}", Types[random.Next(Types.Length)], rows);
        return result;
    }

    private static WrittenColumn CreateColumn(Random random, string name, ParquetType type, int rows)
    {
        var isOptional = random.Next(4) > 0;
        var nullShare = isOptional ? random.Next(4) switch { 0 => 0.0, 1 => 1.0, _ => random.NextDouble() } : 0.0;
        var distinct = random.Next(3) switch { 0 => 1, 1 => random.Next(1, 40), _ => 1 << 20 };
        var repeats = random.Next(2) == 0 ? 1 : random.Next(1, 30);
        var fixedLength = type == ParquetType.FixedLengthByteArray ? random.Next(1, 20) : 0;
        var pool = new object[Math.Min(distinct, rows)];
        for (var i = 0; i < pool.Length; i++)
            pool[i] = CreateValue(random, type, fixedLength);

        var values = new object?[rows];
        object? current = null;
        for (var row = 0; row < rows; row++)
        {
            if (row % repeats == 0)
                current = random.NextDouble() < nullShare ? null : pool[random.Next(pool.Length)];
            values[row] = current;
        }

        var codec = random.Next(4) switch { 0 => Codec.Uncompressed, 1 => Codec.Snappy, 2 => Codec.Gzip, _ => Codec.Zstandard };
        return new WrittenColumn(name, type, values)
        {
            IsOptional = isOptional,
            Encoding = ChooseEncoding(random, type),
            DictionaryPages = type == ParquetType.Boolean ? 0 : random.Next(3) switch { 0 => 0, 1 => int.MaxValue, _ => random.Next(1, 4) },
            Codec = codec,
            PageRows = random.Next(1, rows + 2),
            IsVersion2 = random.Next(2) == 0,
            HasPageChecksums = random.Next(2) == 0,
            FixedLength = fixedLength,
            ZstandardLevel = codec == Codec.Zstandard && LibZstd.IsPresent ? random.Next(20) : 0,
        };
    }

    private static Encoding ChooseEncoding(Random random, ParquetType type) => type switch
    {
        ParquetType.Boolean when random.Next(2) == 0 => Encoding.RunLength,
        ParquetType.Int32 or ParquetType.Int64 when random.Next(2) == 0 => Encoding.DeltaBinaryPacked,
        _ => Encoding.Plain,
    };

    private static object CreateValue(Random random, ParquetType type, int fixedLength)
    {
        switch (type)
        {
            case ParquetType.Boolean:
                return random.Next(2) == 0;
            case ParquetType.Int32:
                return (int)(random.NextInt64() >> random.Next(63));
            case ParquetType.Int64:
                return random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            case ParquetType.Float:
                return (float)Math.ScaleB(random.NextDouble() - 0.5, random.Next(-20, 20));
            case ParquetType.Double:
                return Math.ScaleB(random.NextDouble() - 0.5, random.Next(-200, 200));
            case ParquetType.ByteArray:
                return System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(4) == 0 ? "ß中" : "a" + random.Next(30))));
            default:
                var bytes = new byte[fixedLength];
                random.NextBytes(bytes);
                return bytes;
        }
    }
}
