using System.Diagnostics;
using Plimsoll.Formats.Parquet;
using Plimsoll.Formats.Parquet.Metadata;
using Plimsoll.Formats.Tests.Writing;

namespace Plimsoll.Formats.Tests.Fuzzing;

/// <summary>Damaged files give an answer or a <see cref="ParquetException"/>, and never cost memory out of proportion.</summary>
public sealed class ParquetFuzzTests(ITestOutputHelper output)
{
    private const long MaxAllocated = 64 << 20;

    [Fact]
    public void Damaged_files_give_an_answer_or_the_typed_error()
    {
        var options = FuzzOptions.FromEnvironment(defaultCount: 3000);
        var corpus = Corpus(options.CorpusFolder);
        int answers = 0, refusals = 0;
        long most = 0;
        TimeSpan slowest = default;
        var slowestInput = 0;
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < options.Count; i++)
        {
            var random = new Random(unchecked(options.Seed * 1_000_003 + i));
            var input = Damage(random, corpus[random.Next(corpus.Count)], corpus[random.Next(corpus.Count)]);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = clock.Elapsed;
            try
            {
                ReadAll(input);
                answers++;
            }
            catch (ParquetException e)
            {
                refusals++;
                var reason = string.Concat(e.Reason.Where(c => !char.IsAsciiDigit(c)).Take(60));
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {options.Seed}, input {i}: {e}\n{Convert.ToBase64String(input)}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (allocated > MaxAllocated)
                Assert.Fail($"seed {options.Seed}, input {i}: {allocated} bytes allocated for {input.Length}\n{Convert.ToBase64String(input)}");
            most = Math.Max(most, allocated);
            var time = clock.Elapsed - started;
            if (time > slowest)
                (slowest, slowestInput) = (time, i);
        }

        output.WriteLine($"{options.Count} inputs from {corpus.Count} files, seed {options.Seed}, in {clock.Elapsed.TotalSeconds:F0} s: "
            + $"{answers} answers, {refusals} refusals of {reasons.Count} kinds; most memory {most} bytes, slowest {slowest.TotalMilliseconds:F1} ms (input {slowestInput})");
        foreach (var (reason, count) in reasons.OrderByDescending(r => r.Value).Take(80))
            output.WriteLine($"{count,8}  {reason}");
        Assert.True(refusals > options.Count / 3, "most damage must be noticed");
        Assert.True(reasons.Count > 20, "the damage must reach many checks");
    }

    // A damaged footer mostly hides the pages, so most inputs keep theirs.
    private static byte[] Damage(Random random, byte[] file, byte[] other)
    {
        var footerStart = file.Length - 8 - BitConverter.ToInt32(file, file.Length - 8);
        return random.Next(4) switch
        {
            0 => Mutator.Mutate(random, file, other),
            1 => Mutator.MutateInPlace(random, file, other, footerStart..^8),
            _ => Mutator.MutateInPlace(random, file, other, 4..footerStart),
        };
    }

    /// <summary>Small files in every layout, and one in the layout of the public tables.</summary>
    private static List<byte[]> Corpus(string? folder)
    {
        var files = new List<byte[]>();
        for (var seed = 0; seed < 60; seed++)
        {
            var columns = RandomColumns.Create(seed, columns: 3, maxRows: 60);
            files.Add(ParquetWriter.Write(
                seed % 4 == 0 ? 10 : int.MaxValue,
                Array.ConvertAll(columns, column => column with { HasPageChecksums = seed % 16 == 0 })));
        }

        files.Add(MeasuredTable());
        if (folder is not null)
            files.AddRange(Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        return files;
    }

    private static byte[] MeasuredTable()
    {
        const int Rows = 300;
        WrittenColumn[] columns =
        [
            WrittenColumn.Text("dtype", Column(row => row < 150 ? "bfloat16" : "fp8_block")),
            WrittenColumn.Int64("m", Column(row => (long?)(1 << (row % 12)))),
            WrittenColumn.Int64("n", Column(row => (long?)(128 * (row / 12)))),
            WrittenColumn.Double("latency", Column(row => (double?)(row / 7.0))),
        ];
        return ParquetWriter.Write(Array.ConvertAll(columns, column => column with
        {
            Codec = Codec.Zstandard,
            ZstandardLevel = LibZstd.IsPresent ? 1 : 0,
            DictionaryPages = 1,
            PageRows = 200,
        }));

        static T[] Column<T>(Func<int, T> value) => Enumerable.Range(0, Rows).Select(value).ToArray();
    }

    private static void ReadAll(byte[] input)
    {
        var file = ParquetFile.Open(input, "damaged");
        ParquetException? first = null;
        foreach (var column in file.Columns)
        {
            try
            {
                Read(file, column);
            }
            catch (ParquetException e)
            {
                first ??= e;
            }
        }

        if (first is not null)
            throw first;
    }

    private static void Read(ParquetFile file, ParquetColumn column)
    {
        switch (column.Type)
        {
            case ParquetType.Boolean:
                file.ReadBoolean(column.Name, whenNull: false);
                break;
            case ParquetType.Int32 or ParquetType.Int64:
                file.ReadInt64(column.Name, whenNull: 0);
                break;
            case ParquetType.Float or ParquetType.Double:
                file.ReadDouble(column.Name, whenNull: 0);
                break;
            case ParquetType.ByteArray:
                var texts = file.ReadStrings(column.Name);
                Assert.False(texts.Codes.AsSpan().ContainsAnyExceptInRange(-1, texts.Values.Length - 1));
                break;
            default:
                file.ReadBytes(column.Name);
                break;
        }
    }
}
