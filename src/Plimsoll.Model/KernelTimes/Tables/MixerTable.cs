using System.Runtime.InteropServices;
using Plimsoll.Formats.Parquet;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>The rows of a table of latent, sparse or compressed attention, grouped into slices on demand.</summary>
internal sealed class MixerTable
{
    private readonly long[] _heads;
    private readonly long[] _batch;
    private readonly long[] _length;
    private readonly long[] _step;
    private readonly double[] _latency;
    private readonly Dictionary<MixerSlice, List<int>> _slices = [];

    /// <summary>Reads all rows of a file.</summary>
    /// <param name="file">The table.</param>
    /// <param name="prefill">Whether it is of prefill: <c>step</c> tokens are cached then; decode lengths are <c>isl + step</c>.</param>
    public MixerTable(ParquetFile file, bool prefill)
    {
        Name = file.Name;
        var operation = TableColumns.Texts(file, "op_name");
        var model = file.HasColumn("model") ? TableColumns.Texts(file, "model") : null;
        var (fmha, kv) = (TableColumns.Texts(file, "mla_dtype"), TableColumns.Texts(file, "kv_cache_dtype"));
        var gemm = file.HasColumn("gemm_type") ? TableColumns.Texts(file, "gemm_type") : null;
        (_heads, _batch) = (TableColumns.Sizes(file, "num_heads"), TableColumns.Sizes(file, "batch_size"));
        (_length, _step) = (TableColumns.Sizes(file, "isl"), TableColumns.Sizes(file, "step", least: 0));
        _latency = TableColumns.Milliseconds(file);
        for (var row = 0; row < _length.Length; row++)
        {
            var slice = new MixerSlice(
                operation.Values[operation.Codes[row]],
                model?.Values[model.Codes[row]] ?? "",
                prefill ? fmha.Values[fmha.Codes[row]] : "",
                Storage(kv.Values[kv.Codes[row]]),
                gemm?.Values[gemm.Codes[row]] ?? "");
            (CollectionsMarshal.GetValueRefOrAddDefault(_slices, slice, out _) ??= []).Add(row);
        }
    }

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The slices that the file has.</summary>
    public IEnumerable<MixerSlice> Slices => _slices.Keys;

    /// <summary>Local head counts of some slices, increasing.</summary>
    public long[] HeadCounts(IReadOnlyList<MixerSlice> slices) =>
        slices.SelectMany(slice => _slices[slice]).Select(row => _heads[row]).Distinct().Order().ToArray();

    /// <summary>
    /// Times at one head count as points; rows of several slices or kernels at the same point count by their median.
    /// </summary>
    public List<MixerPoint> Points(IReadOnlyList<MixerSlice> slices, long heads)
    {
        var points = new List<MixerPoint>();
        var rows = slices.SelectMany(slice => _slices[slice]).Where(row => _heads[row] == heads);
        foreach (var group in rows.GroupBy(row => (_step[row], _length[row], _batch[row])))
        {
            var times = group.Select(row => (0.0, _latency[row])).ToList();
            points.Add(new MixerPoint(group.Key.Item1, group.Key.Item2, group.Key.Item3, DuplicateRows.Merge(times).Ms[0]));
        }

        return points;
    }

    private static string Storage(string name) => name == "fp8_e4m3" ? "fp8" : name;
}
