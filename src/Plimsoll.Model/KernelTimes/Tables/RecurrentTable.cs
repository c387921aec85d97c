using System.Runtime.InteropServices;
using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Models;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured kernels of recurrent mixers: convolution and recurrence, over sequences and length in prefill, over rows in decode.</summary>
internal sealed class RecurrentTable
{
    private const double Uncertainty = 0.06;
    private const double UncertaintyPerOctave = 0.06;

    private readonly GpuSystem _system;
    private readonly string _source;
    private readonly string _name;
    private readonly Dictionary<(bool Prefill, RecurrentKernel Shape), Dictionary<int, List<MixerPoint>>> _points = [];

    /// <summary>Reads all rows of a file.</summary>
    /// <param name="file">The table of one rule.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="system">The GPU.</param>
    /// <param name="source">What to call the table.</param>
    public RecurrentTable(ParquetFile file, RecurrentKind rule, GpuSystem system, string source)
    {
        (_system, _source, _name) = (system, source, file.Name);
        var isStateSpace = rule == RecurrentKind.StateSpace;
        var (kernel, phase) = (TableColumns.Texts(file, "kernel_source"), TableColumns.Texts(file, "phase"));
        var (batch, length) = (TableColumns.Sizes(file, "batch_size"), TableColumns.Sizes(file, "seq_len"));
        var (keyHeads, valueHeads) = (TableColumns.Sizes(file, isStateSpace ? "n_groups" : "num_k_heads"), TableColumns.Sizes(file, isStateSpace ? "nheads" : "num_v_heads"));
        var (keyDim, valueDim) = (TableColumns.Sizes(file, isStateSpace ? "d_state" : "head_k_dim"), TableColumns.Sizes(file, isStateSpace ? "head_dim" : "head_v_dim"));
        var conv = TableColumns.Sizes(file, "d_conv");
        var latency = TableColumns.Milliseconds(file);
        for (var row = 0; row < latency.Length; row++)
        {
            var name = phase.Values[phase.Codes[row]];
            if (name is not ("context" or "generation"))
            {
                continue;
            }

            var isConvolution = kernel.Values[kernel.Codes[row]].Contains("conv", StringComparison.Ordinal);
            var shape = new RecurrentKernel(
                rule, isConvolution, (int)keyHeads[row], (int)valueHeads[row], (int)keyDim[row], (int)valueDim[row], (int)conv[row]);
            var kernels = CollectionsMarshal.GetValueRefOrAddDefault(_points, (name == "context", shape), out _) ??= [];
            (CollectionsMarshal.GetValueRefOrAddDefault(kernels, kernel.Codes[row], out _) ??= []).Add(
                new MixerPoint(0, name == "context" ? length[row] : 1, batch[row], latency[row]));
        }
    }

    /// <summary>Prefill of exactly this shape, or (when <paramref name="transfer"/>) of the nearest.</summary>
    public PrefillMixerSurface? Prefill(RecurrentKernel kernel, bool transfer, bool otherRelease)
    {
        if (Find(kernel, prefill: true, transfer) is not { } found)
        {
            return null;
        }

        var (lengths, batches) = (Axis(found.Points, p => p.Length), Axis(found.Points, p => p.Batch));
        var grid = AttentionGrid.Of(
            [.. found.Points.Select(p => ((double)p.Length, (double)p.Batch, p.Ms))], lengths, batches, (length, batch) => found.Shape.PrefillBoundMs(_system, batch, length, 0), _name);
        for (var at = 0; found.Shape != kernel && at < grid.Ms.Length; at++)
        {
            var (length, batch) = (lengths[at / batches.Length], batches[at % batches.Length]);
            grid.Ms[at] *= Ratio(kernel.PrefillBoundMs(_system, batch, length, 0), found.Shape.PrefillBoundMs(_system, batch, length, 0));
        }

        return new PrefillMixerSurface(
            kernel, _system, new PrefillGrid([0], lengths, batches, grid.Ms), Known(found, otherRelease), Doubt(found, otherRelease), _source + Remark(found));
    }

    /// <summary>Decode of exactly this shape, or (when <paramref name="transfer"/>) of the nearest; the length does not matter.</summary>
    public DecodeAttentionSurface? Decode(RecurrentKernel kernel, bool transfer, bool otherRelease)
    {
        if (Find(kernel, prefill: false, transfer) is not { } found)
        {
            return null;
        }

        const double AnyLength = 1 << 24;
        var (rows, times) = DuplicateRows.Merge([.. found.Points.Select(p => ((double)p.Batch, p.Ms))]);
        var ms = new double[2 * rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var scale = found.Shape == kernel ? 1 : Ratio(kernel.DecodeBoundMs(_system, rows[i], 1), found.Shape.DecodeBoundMs(_system, rows[i], 1));
            ms[2 * i] = ms[(2 * i) + 1] = times[i] * scale;
        }

        return new DecodeAttentionSurface(rows, [1, AnyLength], ms, Known(found, otherRelease), Doubt(found, otherRelease), _source + Remark(found));
    }

    private sealed record Found(RecurrentKernel Shape, List<MixerPoint> Points, double Distance);

    private Found? Find(RecurrentKernel kernel, bool prefill, bool transfer)
    {
        var asked = kernel;
        Found? best = null;
        foreach (var ((phase, shape), kernels) in _points)
        {
            if (phase != prefill || shape.IsConvolution != kernel.IsConvolution)
            {
                continue;
            }

            var distance = Octaves(asked.KeyHeads, shape.KeyHeads) + Octaves(asked.Heads, shape.Heads)
                + Octaves(asked.KeyDim, shape.KeyDim) + Octaves(asked.ValueDim, shape.ValueDim);
            if ((transfer || distance == 0) && distance < (best?.Distance ?? double.MaxValue))
            {
                best = new Found(shape, kernels.Values.MaxBy(points => points.Count)!, distance);
            }
        }

        return best;
    }

    // Launching is no part of the work that the bound measures.
    private static double Ratio(double asked, double measured) => (0.003 + asked) / (0.003 + measured);

    private static double Octaves(double a, double b) => Math.Abs(Math.Log2(a / b));

    private static string Remark(Found found) => found.Distance == 0 ? "" : $", from {found.Shape.Heads} heads of {found.Shape.KeyDim}×{found.Shape.ValueDim}";

    private static Provenance Known(Found found, bool otherRelease) => found.Distance > 0 || otherRelease ? Provenance.Transferred : Provenance.Measured;

    private static double Doubt(Found found, bool otherRelease) =>
        Uncertainty + (UncertaintyPerOctave * found.Distance) + (otherRelease ? 0.05 : 0);

    private static double[] Axis(List<MixerPoint> points, Func<MixerPoint, long> coordinate) =>
        points.Select(p => (double)coordinate(p)).Distinct().Order().ToArray();
}
