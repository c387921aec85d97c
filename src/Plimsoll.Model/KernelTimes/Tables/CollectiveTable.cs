using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured collectives: a curve over the number of elements for each operation, group size and number format.</summary>
internal sealed class CollectiveTable
{
    private const double Uncertainty = 0.05;

    private readonly Dictionary<(string Operation, int Gpus, string Format), KernelCurve> _curves = [];

    private CollectiveTable(ParquetFile file, string formatColumn, string source)
    {
        var (operation, format) = (TableColumns.Texts(file, "op_name"), TableColumns.Texts(file, formatColumn));
        var kernel = TableColumns.Texts(file, "kernel_source");
        var (gpus, size) = (TableColumns.Sizes(file, "num_gpus"), TableColumns.Sizes(file, "message_size"));
        var latency = TableColumns.Milliseconds(file);
        var rows = new Dictionary<(string, int, string), List<(double, double)>>();
        for (var row = 0; row < size.Length; row++)
        {
            // Eager rows launch from the host; engines replay these kernels inside CUDA graphs.
            if (kernel.Values[kernel.Codes[row]].EndsWith("_eager", StringComparison.Ordinal))
            {
                continue;
            }

            var key = (operation.Values[operation.Codes[row]], (int)gpus[row], format.Values[format.Codes[row]]);
            if (!rows.TryGetValue(key, out var list))
            {
                rows[key] = list = [];
            }

            list.Add((size[row], latency[row]));
        }

        foreach (var (key, list) in rows)
        {
            var (x, ms) = DuplicateRows.Merge(list);
            _curves[key] = new KernelCurve(x, ms, new Provenance[x.Length], ms[^1] / x[^1], Uncertainty, source);
        }
    }

    /// <summary>An engine's own all-reduce kernels.</summary>
    public static CollectiveTable ReadAllReduce(ParquetFile file, string source) => new(file, "allreduce_dtype", source);

    /// <summary>NCCL operations.</summary>
    public static CollectiveTable ReadNccl(ParquetFile file, string source, string library) => new(file, library + "_dtype", source);

    /// <summary>The curve of an NCCL collective; null when it was not measured.</summary>
    public KernelCurve? Nccl(in CollectiveKey key)
    {
        var operation = key.Kind switch
        {
            CollectiveKind.AllReduce => "all_reduce",
            CollectiveKind.AllGather => "all_gather",
            CollectiveKind.ReduceScatter => "reduce_scatter",
            _ => "alltoall",
        };
        var format = key.Quant == CommQuant.Half ? "half" : "int8";
        return _curves.GetValueOrDefault((operation, key.Gpus, format));
    }

    /// <summary>The engine's all-reduce over a group, whatever format it was measured in (two bytes an element in all known tables).</summary>
    public KernelCurve? AllReduce(int gpus)
    {
        foreach (var (key, curve) in _curves)
        {
            if (key.Gpus == gpus)
            {
                return curve;
            }
        }

        return null;
    }
}
