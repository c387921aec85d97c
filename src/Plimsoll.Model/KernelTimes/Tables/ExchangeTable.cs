using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Exchanges;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>
/// Measured expert all-to-alls of DeepEP: its low-latency kernel for few tokens of a rank, its throughput kernel for more. Tables state nodes of eight
/// ranks; the dispatch was measured in fp8, the combine in bf16.
/// </summary>
internal sealed class ExchangeTable
{
    private const double Uncertainty = 0.08;
    private const double PerOctaveOfShape = 0.08;
    private const int RanksPerNode = 8;
    private const double DispatchBytes = 1 + (4.0 / 128);
    private const double CombineBytes = 2;

    // What DeepEP takes of the GPU unless told otherwise.
    private const long UsualSms = 20;

    private readonly GpuSystem _system;
    private readonly string _source;
    private readonly List<Row> _rows = [];

    private readonly record struct Row(int Gpus, int Hidden, int TopK, int Experts, double Tokens, double DispatchMs, double CombineMs);

    private readonly record struct Shape(int Gpus, int Hidden, int TopK, int Experts);

    /// <summary>Reads the files that there are.</summary>
    /// <param name="system">The GPU.</param>
    /// <param name="lowLatency">The table of the low-latency kernel, or null.</param>
    /// <param name="throughput">The table of the throughput kernel, or null.</param>
    /// <param name="source">What to call them.</param>
    public ExchangeTable(GpuSystem system, ParquetFile? lowLatency, ParquetFile? throughput, string source)
    {
        (_system, _source) = (system, source);
        if (lowLatency is not null)
        {
            Add(lowLatency, "dispatch_avg_t_us", null, "combine_avg_t_us", tokens => tokens <= TwoLevelExchange.LowLatencyTokens);
        }

        if (throughput is not null)
        {
            Add(throughput, "dispatch_transmit_us", "dispatch_notify_us", "combine_transmit_us", tokens => tokens > TwoLevelExchange.LowLatencyTokens);
        }
    }

    /// <summary>
    /// The curve over tokens of a rank: the nearest measured group and shape, scaled by what the links make of the difference; null without any row.
    /// </summary>
    public KernelCurve? Curve(in ExpertExchangeKey key)
    {
        if (_rows.Count == 0)
        {
            return null;
        }

        var asked = key;
        var shape = _rows.Select(row => new Shape(row.Gpus, row.Hidden, row.TopK, row.Experts)).Distinct().MinBy(found => Octaves(asked, found));
        var measured = asked with
        {
            Gpus = shape.Gpus,
            HiddenSize = shape.Hidden,
            TopK = shape.TopK,
            Experts = shape.Experts,
            BytesPerValue = MeasuredBytes(key.Direction),
        };
        var points = _rows.Where(row => new Shape(row.Gpus, row.Hidden, row.TopK, row.Experts) == shape)
            .GroupBy(row => row.Tokens, row => asked.Direction == ExchangeDirection.Dispatch ? row.DispatchMs : row.CombineMs)
            .OrderBy(rows => rows.Key)
            .Select(rows => (Tokens: rows.Key, Ms: rows.Min() * TwoLevelExchange.Ms(_system, asked, rows.Key) / TwoLevelExchange.Ms(_system, measured, rows.Key)))
            .ToArray();
        var isExact = asked == measured;
        var provenance = new Provenance[points.Length];
        Array.Fill(provenance, isExact ? Provenance.Measured : Provenance.Transferred);
        var last = points[^1];
        return new KernelCurve(
            [.. points.Select(point => point.Tokens)],
            [.. points.Select(point => point.Ms)],
            provenance,
            last.Ms / last.Tokens,
            Uncertainty + (PerOctaveOfShape * Octaves(asked, shape)) + (isExact ? 0 : 0.05),
            isExact ? _source : $"{_source}, from {shape.Gpus} ranks, {shape.Experts} experts top-{shape.TopK}, width {shape.Hidden}");
    }

    private static double MeasuredBytes(ExchangeDirection direction) => direction == ExchangeDirection.Dispatch ? DispatchBytes : CombineBytes;

    // Another number of ranks is another network, which counts double; the number of experts hardly matters.
    private static double Octaves(in ExpertExchangeKey key, in Shape shape) =>
        (2 * Math.Abs(Math.Log2((double)key.Gpus / shape.Gpus)))
        + Math.Abs(Math.Log2((double)key.HiddenSize / shape.Hidden))
        + Math.Abs(Math.Log2((double)key.TopK / shape.TopK))
        + (0.1 * Math.Abs(Math.Log2((double)key.Experts / shape.Experts)));

    private void Add(ParquetFile file, string dispatch, string? notify, string combine, Func<long, bool> isUsed)
    {
        var (nodes, hidden, tokens) = (TableColumns.Sizes(file, "node_num"), TableColumns.Sizes(file, "hidden_size"), TableColumns.Sizes(file, "num_token"));
        var (topk, experts) = (TableColumns.Sizes(file, "num_topk"), TableColumns.Sizes(file, "num_experts"));
        var sms = notify is null ? null : TableColumns.Sizes(file, "dispatch_sms");
        var (there, back) = (Microseconds(file, dispatch), Microseconds(file, combine));
        var waiting = notify is null ? null : Microseconds(file, notify);
        for (var row = 0; row < tokens.Length; row++)
        {
            if (isUsed(tokens[row]) && (sms is null || sms[row] == UsualSms))
            {
                _rows.Add(new Row(
                    (int)nodes[row] * RanksPerNode,
                    (int)hidden[row],
                    (int)topk[row],
                    (int)experts[row],
                    tokens[row],
                    (there[row] + (waiting?[row] ?? 0)) / 1000,
                    back[row] / 1000));
            }
        }
    }

    private static double[] Microseconds(ParquetFile file, string column)
    {
        var times = file.ReadDouble(column);
        var wrong = Array.FindIndex(times, time => !(time >= 0 && time <= 1e12));
        return wrong < 0 ? times : throw new InvalidInputException(
            file.Name, $"column '{column}' of row {wrong + 1} is {times[wrong]} µs, which no exchange takes", "the file may be damaged; fetch it again");
    }
}
