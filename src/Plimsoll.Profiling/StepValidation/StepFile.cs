using System.Globalization;
using Plimsoll.Formats.Csv;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.StepValidation;

/// <summary>Reads a step file: one priced iteration a row, columns as the oracle's <c>steps.csv</c>.</summary>
public static class StepFile
{
    private const int MostErrors = 20;

    private static readonly string[] Required =
        ["phase", "model", "system", "backend", "version", "tp", "batch", "seq", "latency_ms"];

    /// <summary>All rows of a file.</summary>
    /// <exception cref="MissingDataException">The file cannot be read.</exception>
    /// <exception cref="InvalidInputException">The file is not a step file; names every problem, up to a bound.</exception>
    public static IReadOnlyList<StepRow> Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(CsvTable.Read(reader, path));
        }
        catch (CsvException broken)
        {
            throw new InvalidInputException(path, broken.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>All rows of a table.</summary>
    /// <exception cref="InvalidInputException">Names every problem, up to a bound.</exception>
    public static IReadOnlyList<StepRow> Read(CsvTable table)
    {
        var missing = Required.Where(column => !table.Has(column)).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidInputException(missing.Select(column => new ValidationError(
                table.Name, $"has no column '{column}'", NearestName.Hint(column, table.Header))).ToArray());
        }

        var errors = new List<ValidationError>();
        var rows = new List<StepRow>(table.Count);
        for (var record = 0; record < table.Count && errors.Count < MostErrors; record++)
        {
            if (new StepRecord(table, record, errors).Read() is { } row)
            {
                rows.Add(row);
            }
        }

        return errors.Count == 0 ? rows : throw new InvalidInputException(errors);
    }

    /// <summary>One record and the problems found in it.</summary>
    private sealed class StepRecord(CsvTable table, int record, List<ValidationError> errors)
    {
        public StepRow? Read()
        {
            var before = errors.Count;
            var phase = table.Field(record, "phase");
            if (phase is not ("ctx" or "gen"))
            {
                Refuse("phase", $"'{phase}' is neither ctx nor gen");
            }

            if (!BackendKindNames.TryParse(table.Field(record, "backend"), out var backend))
            {
                Refuse("backend", $"unknown backend '{table.Field(record, "backend")}'");
            }

            var row = new StepRow(
                Count("id", record + 1),
                phase == "ctx",
                table.Field(record, "model"),
                table.Field(record, "system"),
                new EngineVersion(backend, table.Field(record, "version")),
                new ParallelLayout(Count("tp"), Count("pp"), Count("dp"), Count("moe_tp"), Count("moe_ep")),
                Quantization(),
                Count("batch"),
                Count("seq"),
                Count("prefix", 0, 0),
                Number("latency_ms"),
                Number("mem_weights_gib"));
            if (row.Prefix >= row.Sequence)
            {
                Refuse("prefix", $"{row.Prefix} leaves nothing of {row.Sequence} tokens");
            }

            return errors.Count == before ? row : null;
        }

        // A row in which the peer failed is counted, never priced: its number formats, which the peer may not have resolved, do not matter.
        private QuantizationPlan Quantization() => new()
        {
            Gemm = Mode<GemmQuant>("gemm", QuantizationNames.GemmNames, QuantizationNames.TryParseGemm),
            Moe = Mode<MoeQuant>("moe", QuantizationNames.MoeNames, QuantizationNames.TryParseMoe),
            KvCache = Mode<KvQuant>("kvcache", QuantizationNames.KvNames, QuantizationNames.TryParseKv),
            Fmha = Mode<FmhaQuant>("fmha", QuantizationNames.FmhaNames, QuantizationNames.TryParseFmha),
            Comm = Mode<CommQuant>("comm", QuantizationNames.CommNames, QuantizationNames.TryParseComm),
        };

        private delegate bool Parser<T>(string text, out T mode);

        private T Mode<T>(string column, IReadOnlyList<string> names, Parser<T> parse)
        {
            var text = table.Field(record, column);
            if (text.Length == 0)
            {
                return default!;
            }

            if (!parse(text, out var mode) && table.Field(record, "latency_ms").Length > 0)
            {
                Refuse(column, $"unknown mode '{text}'", NearestName.Hint(text, names));
            }

            return mode;
        }

        private int Count(string column, int otherwise = 1, int least = 1)
        {
            var text = table.Field(record, column);
            if (text.Length == 0)
            {
                return otherwise;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least)
            {
                return count;
            }

            Refuse(column, $"'{text}' is no whole number of at least {least}");
            return otherwise;
        }

        private double? Number(string column)
        {
            var text = table.Field(record, column);
            if (text.Length == 0)
            {
                return null;
            }

            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                return number;
            }

            Refuse(column, $"'{text}' is no number");
            return null;
        }

        private void Refuse(string column, string message, string? hint = null) =>
            errors.Add(new ValidationError($"{table.Name}: record {record + 1}, {column}", message, hint));
    }
}
