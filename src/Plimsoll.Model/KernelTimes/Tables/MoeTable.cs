using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured routed experts: a curve over tokens for each exact shape, split and routing distribution.</summary>
internal sealed class MoeTable
{
    private const double Uncertainty = 0.06;

    // TensorRT-LLM's low-latency kernel, which it uses for up to this many tokens.
    private const string LowLatencyKernel = "moe_torch_flow_min_latency";
    private const double LowLatencyTokens = 128;

    private readonly GpuSystem _system;
    private readonly string _source;
    private readonly DictionaryColumn _format;
    private readonly DictionaryColumn _distribution;
    private readonly DictionaryColumn _kernel;
    private readonly long[] _tokens;
    private readonly long[] _hidden;
    private readonly long[] _inter;
    private readonly long[] _topk;
    private readonly long[] _experts;
    private readonly long[] _tp;
    private readonly long[] _ep;
    private readonly double[] _latency;

    /// <summary>Reads all rows of a file.</summary>
    public MoeTable(ParquetFile file, GpuSystem system, string source)
    {
        (_system, _source) = (system, source);
        (_format, _distribution, _kernel) =
            (TableColumns.Texts(file, "moe_dtype"), TableColumns.Texts(file, "distribution"), TableColumns.Texts(file, "kernel_source"));
        (_tokens, _hidden) = (TableColumns.Sizes(file, "num_tokens"), TableColumns.Sizes(file, "hidden_size"));
        (_inter, _topk) = (TableColumns.Sizes(file, "inter_size"), TableColumns.Sizes(file, "topk"));
        _experts = TableColumns.Sizes(file, "num_experts");
        (_tp, _ep) = (TableColumns.Sizes(file, "moe_tp_size"), TableColumns.Sizes(file, "moe_ep_size"));
        _latency = TableColumns.Milliseconds(file);
        for (var row = 0; row < _topk.Length; row++)
        {
            if (_topk[row] > _experts[row])
            {
                throw new InvalidInputException(file.Name, $"row {row + 1} chooses {_topk[row]} of {_experts[row]} experts");
            }
        }
    }

    /// <summary>The curve of exactly this shape; null when it was not measured.</summary>
    public KernelCurve? Exact(in MoeKey key)
    {
        var rows = Rows(key);
        if (rows.Count == 0)
        {
            return null;
        }

        var (x, ms) = DuplicateRows.Merge(rows);
        return Curve(key, x, ms, new Provenance[x.Length], Uncertainty, _source);
    }

    /// <summary>
    /// The nearest measured shape of the same number format, scaled by the ratio of rooflines; null when the format was not measured at all.
    /// Nearness is the distance in octaves of experts, top-k, widths and splits; another routing distribution counts one octave.
    /// </summary>
    public KernelCurve? Nearest(in MoeKey key)
    {
        if (NearestShape(key) is not { } nearest || Rows(nearest.Key) is not { Count: > 0 } rows)
        {
            return null;
        }

        var (found, distance) = nearest;
        var (x, ms) = DuplicateRows.Merge(rows);
        for (var i = 0; i < x.Length; i++)
        {
            ms[i] *= RooflineMs.Moe(_system, key, x[i]) / RooflineMs.Moe(_system, found, x[i]);
        }

        var provenance = new Provenance[x.Length];
        Array.Fill(provenance, Provenance.Transferred);
        var shape = $"{found.Experts} experts top-{found.TopK}, {found.HiddenSize}×{found.IntermediateSize}, tp{found.MoeTp} ep{found.MoeEp}, {found.Distribution}";
        return Curve(key, x, ms, provenance, Uncertainty + (0.08 * distance), $"{_source}, from {shape}");
    }

    private KernelCurve Curve(in MoeKey key, double[] x, double[] ms, Provenance[] provenance, double uncertainty, string source)
    {
        var (last, time) = (x[^1], ms[^1]);
        var bound = RooflineMs.Moe(_system, key, last);
        var slope = (RooflineMs.Moe(_system, key, 2 * last) - bound) / last * (time / bound);
        return new KernelCurve(x, ms, provenance, slope, uncertainty, source);
    }

    private List<(double Tokens, double Ms)> Rows(in MoeKey key)
    {
        var ordinary = new Dictionary<int, List<(double, double)>>();
        var lowLatency = new List<(double, double)>();
        var (format, distribution) = (Array.IndexOf(_format.Values, key.Quant.Name()), Array.IndexOf(_distribution.Values, key.Distribution));
        for (var row = 0; format >= 0 && distribution >= 0 && row < _tokens.Length; row++)
        {
            if (_hidden[row] != key.HiddenSize || _inter[row] != key.IntermediateSize || _experts[row] != key.Experts
                || _topk[row] != key.TopK || _tp[row] != key.MoeTp || _ep[row] != key.MoeEp
                || _format.Codes[row] != format || _distribution.Codes[row] != distribution)
            {
                continue;
            }

            var kernel = _kernel.Codes[row];
            if (_kernel.Values[kernel] == LowLatencyKernel)
            {
                lowLatency.Add((_tokens[row], _latency[row]));
                continue;
            }

            if (!ordinary.TryGetValue(kernel, out var rows))
            {
                ordinary[kernel] = rows = [];
            }

            rows.Add((_tokens[row], _latency[row]));
        }

        // The engine's own choice is the kernel that was measured most; the first one measured wins a tie.
        List<(double Tokens, double Ms)> chosen = [];
        foreach (var rows in ordinary.Values)
        {
            chosen = rows.Count > chosen.Count ? rows : chosen;
        }

        if (lowLatency.Count == 0 || !key.Gated)
        {
            return chosen;
        }

        chosen.RemoveAll(row => row.Tokens <= LowLatencyTokens);
        chosen.AddRange(lowLatency.Where(row => row.Item1 <= LowLatencyTokens));
        return chosen;
    }

    private (MoeKey Key, double Distance)? NearestShape(in MoeKey key)
    {
        var format = Array.IndexOf(_format.Values, key.Quant.Name());
        (MoeKey Key, double Distance)? best = null;
        var previous = default(MoeKey);
        for (var row = 0; format >= 0 && row < _tokens.Length; row++)
        {
            if (_format.Codes[row] != format)
            {
                continue;
            }

            var candidate = key with
            {
                Experts = (int)_experts[row],
                TopK = (int)_topk[row],
                HiddenSize = (int)_hidden[row],
                IntermediateSize = (int)_inter[row],
                MoeTp = (int)_tp[row],
                MoeEp = (int)_ep[row],
                Distribution = _distribution.Values[_distribution.Codes[row]],
            };
            if (candidate == previous)
            {
                continue;
            }

            previous = candidate;
            var distance = Distance(key, candidate);
            if (best is null || distance < best.Value.Distance)
            {
                best = (candidate, distance);
            }
        }

        return best;
    }

    private static double Distance(in MoeKey a, in MoeKey b) =>
        Octaves(a.Experts, b.Experts) + Octaves(a.TopK, b.TopK) + Octaves(a.HiddenSize, b.HiddenSize)
        + Octaves(a.IntermediateSize, b.IntermediateSize) + Octaves(a.MoeTp, b.MoeTp) + Octaves(a.MoeEp, b.MoeEp)
        + (a.Distribution == b.Distribution ? 0 : 1);

    private static double Octaves(double a, double b) => Math.Abs(Math.Log2(a / b));
}
