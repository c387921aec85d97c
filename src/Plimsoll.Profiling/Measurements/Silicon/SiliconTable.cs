using System.Globalization;
using Plimsoll.Formats.Csv;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>Reads the public table of measured configurations and keeps what can be evaluated of it.</summary>
public static class SiliconTable
{
    private const int MostErrors = 20;

    private static readonly string[] WorkerColumns =
        ["batch_size", "num_workers", "tp_size", "pp_size", "attention_dp_size", "moe_tp_size", "moe_ep_size"];

    private static readonly string[] Required =
    [
        "id", "backend", "backend_version", "model_path", "system", "precision", "mode", "isl", "osl", "gemm_quant_mode", "moe_quant_mode",
        .. WorkerColumns.Where(column => column != "num_workers"),
        .. WorkerColumns.Select(column => "prefill_" + column), .. WorkerColumns.Select(column => "decode_" + column),
        "silicon_ttft_ms", "silicon_tpot_ms", "silicon_concurrency",
    ];

    /// <summary>Whether a header is that of the table.</summary>
    public static bool Recognises(IReadOnlyCollection<string> header) =>
        header.Contains("silicon_ttft_ms", StringComparer.Ordinal) && header.Contains("silicon_tpot_ms", StringComparer.Ordinal);

    /// <summary>The table as a set of experiments.</summary>
    /// <param name="path">The file.</param>
    /// <param name="models">Finds a model by its id; null when nothing is known of it.</param>
    /// <exception cref="InvalidInputException">A row is malformed; holds every problem up to a bound.</exception>
    /// <exception cref="CsvException">The file is no CSV.</exception>
    public static MeasurementSet Read(string path, Func<string, ModelSpec?> models)
    {
        using var reader = CsvReader.Open(path);
        var missing = Required.Where(column => !reader.HasColumn(column)).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidInputException([.. missing.Select(column => new ValidationError(path, $"has no column '{column}'", NearestName.Hint(column, reader.Columns)))]);
        }

        var errors = new List<ValidationError>();
        var rows = new List<SiliconRow>();
        while (errors.Count < MostErrors && reader.Read())
        {
            rows.Add(Row(reader, path, errors));
        }

        return errors.Count > 0 ? throw new InvalidInputException(errors) : new SiliconSelection(models).Select(path, rows);
    }

    private static SiliconRow Row(CsvReader reader, string path, List<ValidationError> errors)
    {
        var place = $"{path}: line {reader.Line}";
        int? Count(string column)
        {
            var text = reader[column];
            if (text.Length == 0)
            {
                return null;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return count;
            }

            errors.Add(new ValidationError($"{place}, {column}", $"'{text}' is no whole number"));
            return null;
        }

        double? Number(string column)
        {
            var text = reader[column];
            if (text.Length == 0)
            {
                return null;
            }

            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && number > 0)
            {
                return number;
            }

            errors.Add(new ValidationError($"{place}, {column}", $"'{text}' is no number above 0"));
            return null;
        }

        SiliconWorkers Workers(string pool) => new(
            Count(pool + "batch_size"),
            pool.Length == 0 ? null : Count(pool + "num_workers"),
            Count(pool + "tp_size"),
            Count(pool + "pp_size"),
            Count(pool + "attention_dp_size"),
            Count(pool + "moe_tp_size"),
            Count(pool + "moe_ep_size"));

        var mode = reader["mode"];
        if (mode is not ("agg" or "disagg"))
        {
            errors.Add(new ValidationError($"{place}, mode", $"'{mode}' is neither agg nor disagg"));
        }

        if (!BackendKindNames.TryParse(reader["backend"], out var backend))
        {
            errors.Add(new ValidationError($"{place}, backend", $"'{reader["backend"]}' is no backend", $"known: {string.Join(", ", BackendKindNames.All)}"));
        }

        return new SiliconRow
        {
            Id = reader["id"],
            Place = place,
            Backend = backend,
            Version = reader["backend_version"],
            Model = reader["model_path"],
            System = reader["system"],
            Precision = reader["precision"],
            IsDisaggregated = mode == "disagg",
            GemmQuant = reader["gemm_quant_mode"],
            MoeQuant = reader["moe_quant_mode"],
            Isl = Count("isl"),
            Osl = Count("osl"),
            TtftMs = Number("silicon_ttft_ms"),
            TpotMs = Number("silicon_tpot_ms"),
            Concurrency = Number("silicon_concurrency"),
            Workers = Workers(""),
            Prefill = Workers("prefill_"),
            Decode = Workers("decode_"),
            FilledCells = reader.Fields.Count(field => field.Length > 0),
        };
    }
}
