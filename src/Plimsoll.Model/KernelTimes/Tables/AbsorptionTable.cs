using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Measured batched products around folded latent attention: a curve over tokens for each direction, format and head count.</summary>
internal sealed class AbsorptionTable
{
    private const double Uncertainty = 0.06;

    private readonly GpuSystem _system;
    private readonly string _source;
    private readonly Dictionary<(string Operation, string Format, long Heads), List<(double, double)>> _rows = [];

    /// <summary>Reads all rows of a file.</summary>
    public AbsorptionTable(ParquetFile file, GpuSystem system, string source)
    {
        (_system, _source) = (system, source);
        var (operation, format) = (TableColumns.Texts(file, "op_name"), TableColumns.Texts(file, "bmm_dtype"));
        var (tokens, heads) = (TableColumns.Sizes(file, "num_tokens"), TableColumns.Sizes(file, "num_heads"));
        var latency = TableColumns.Milliseconds(file);
        for (var row = 0; row < tokens.Length; row++)
        {
            var key = (operation.Values[operation.Codes[row]], format.Values[format.Codes[row]], heads[row]);
            if (!_rows.TryGetValue(key, out var list))
            {
                _rows[key] = list = [];
            }

            list.Add((tokens[row], latency[row]));
        }
    }

    /// <summary>The curve of a product, of bf16 where its format was not measured; between head counts that of the next larger one, by share.</summary>
    public KernelCurve? Curve(LatentAbsorption kernel)
    {
        var operation = kernel.AfterAttention ? "mla_gen_post" : "mla_gen_pre";
        foreach (var format in (string[])[kernel.Quant.Name(), GemmQuant.Bf16.Name()])
        {
            var known = _rows.Keys.Where(key => key.Operation == operation && key.Format == format).Select(key => key.Heads).Order().ToArray();
            if (known.Length == 0)
            {
                continue;
            }

            var at = Array.FindIndex(known, heads => heads >= kernel.Heads);
            var measured = known[at < 0 ? ^1 : at];
            var (x, ms) = DuplicateRows.Merge([.. _rows[(operation, format, measured)]]);
            var basis = kernel with { Heads = (int)measured };
            for (var i = 0; kernel.Heads != measured && i < x.Length; i++)
            {
                ms[i] *= kernel.BoundMs(_system, x[i]) / basis.BoundMs(_system, x[i]);
            }

            var provenance = new Provenance[x.Length];
            Array.Fill(provenance, kernel.Heads == measured ? Provenance.Measured : Provenance.Interpolated);
            var slope = (kernel.BoundMs(_system, 2 * x[^1]) - kernel.BoundMs(_system, x[^1])) / x[^1] * (ms[^1] / kernel.BoundMs(_system, x[^1]));
            return new KernelCurve(x, ms, provenance, slope, Uncertainty, _source);
        }

        return null;
    }
}
