using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured hyper-connections: a curve over tokens for each direction, number of streams and width.</summary>
internal sealed class HyperConnectionTable
{
    private const double Uncertainty = 0.06;

    private readonly Dictionary<HyperConnection, List<(double, double)>> _rows = [];
    private readonly GpuSystem _system;
    private readonly string _source;

    /// <summary>Reads all rows of a file.</summary>
    public HyperConnectionTable(ParquetFile file, GpuSystem system, string source)
    {
        (_system, _source) = (system, source);
        var operation = TableColumns.Texts(file, "op_name");
        var (tokens, streams) = (TableColumns.Sizes(file, "num_tokens"), TableColumns.Sizes(file, "hc_mult"));
        var hidden = TableColumns.Sizes(file, "hidden_size");
        var latency = TableColumns.Milliseconds(file);
        for (var row = 0; row < tokens.Length; row++)
        {
            var key = new HyperConnection((int)hidden[row], (int)streams[row], operation.Values[operation.Codes[row]] == "post");
            if (!_rows.TryGetValue(key, out var list))
            {
                _rows[key] = list = [];
            }

            list.Add((tokens[row], latency[row]));
        }
    }

    /// <summary>The curve of exactly this shape; null when it was not measured.</summary>
    public KernelCurve? Curve(HyperConnection kernel)
    {
        if (!_rows.TryGetValue(kernel, out var rows))
        {
            return null;
        }

        var (x, ms) = DuplicateRows.Merge([.. rows]);
        var slope = (kernel.BoundMs(_system, 2 * x[^1]) - kernel.BoundMs(_system, x[^1])) / x[^1] * (ms[^1] / kernel.BoundMs(_system, x[^1]));
        return new KernelCurve(x, ms, new Provenance[x.Length], slope, Uncertainty, _source);
    }
}
