using System.Runtime.InteropServices;
using Plimsoll.Formats.Parquet;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>The rows of a prefill or decode attention file, grouped into slices on demand.</summary>
internal sealed class AttentionTable
{
    private readonly DictionaryColumn _format;
    private readonly DictionaryColumn _kv;
    private readonly DictionaryColumn _kernel;
    private readonly long[] _batch;
    private readonly long[] _length;
    private readonly long[] _heads;
    private readonly long[] _kvHeads;
    private readonly long[] _headDim;
    private readonly long[]? _window;
    private readonly double[] _latency;
    private readonly bool _prefill;
    private readonly Dictionary<AttentionSlice, List<int>> _slices = [];

    /// <summary>Reads all rows of a file.</summary>
    /// <param name="file">A context or generation attention table.</param>
    /// <param name="prefill">Whether it is the context table; decode lengths are <c>isl + step</c>.</param>
    public AttentionTable(ParquetFile file, bool prefill)
    {
        _prefill = prefill;
        Name = file.Name;
        (_format, _kv) = (TableColumns.Texts(file, "attn_dtype"), TableColumns.Texts(file, "kv_cache_dtype"));
        _kernel = TableColumns.Texts(file, "kernel_source");
        (_batch, _heads) = (TableColumns.Sizes(file, "batch_size"), TableColumns.Sizes(file, "num_heads"));
        (_kvHeads, _headDim) = (TableColumns.Sizes(file, "num_key_value_heads"), TableColumns.Sizes(file, "head_dim"));
        _window = file.HasColumn("window_size") ? TableColumns.Sizes(file, "window_size", least: 0) : null;
        _latency = TableColumns.Milliseconds(file);
        _length = TableColumns.Sizes(file, "isl");
        var step = TableColumns.Sizes(file, "step", least: 0);
        var beam = TableColumns.Sizes(file, "beam_width");
        for (var row = 0; row < _length.Length; row++)
        {
            _length[row] += prefill ? 0 : step[row];
            if (beam[row] == 1 && (!prefill || step[row] == 0))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_slices, SliceOf(row), out _) ??= [];
                _slices[SliceOf(row)].Add(row);
            }
        }
    }

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The slices that the file has.</summary>
    public IEnumerable<AttentionSlice> Slices => _slices.Keys;

    /// <summary>Local query head counts of a slice, increasing.</summary>
    public long[] HeadCounts(AttentionSlice slice) =>
        _slices[slice].Select(row => _heads[row]).Distinct().Order().ToArray();

    /// <summary>
    /// Times of a slice at one head count as (length, batch, ms) points. Where several kernels measured the same slice, the one with the most rows speaks.
    /// </summary>
    public List<(long Length, long Batch, double Ms)> Points(AttentionSlice slice, long heads)
    {
        var rows = _slices[slice].Where(row => _heads[row] == heads).ToArray();
        var kernel = rows.GroupBy(row => _kernel.Codes[row]).MaxBy(group => group.Count())!.Key;
        var points = new List<(long, long, double)>(rows.Length);
        foreach (var group in rows.Where(row => _kernel.Codes[row] == kernel).GroupBy(row => (_length[row], _batch[row])))
        {
            var times = group.Select(row => (0.0, _latency[row])).ToList();
            points.Add((group.Key.Item1, group.Key.Item2, DuplicateRows.Merge(times).Ms[0]));
        }

        return points;
    }

    private AttentionSlice SliceOf(int row) => new(
        _prefill ? _format.Values[_format.Codes[row]] : "",
        _kv.Values[_kv.Codes[row]],
        _kvHeads[row] == _heads[row] ? 0 : (int)_kvHeads[row],
        (int)_headDim[row],
        _window is null ? 0 : (int)_window[row]);
}
