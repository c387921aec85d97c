using System.Globalization;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Measurements;

/// <summary>
/// Plimsoll's own measurements of GEMM kernels inside CUDA graphs with rotating weights, as an engine decodes. Few shapes, but of the very
/// kernels that an engine runs: the evidence by which host-bound tables are repaired.
/// </summary>
public sealed class OwnGemmMeasurements : IKernelTimeSource
{
    private const double Uncertainty = 0.03;

    private readonly GpuSystem _system;
    private readonly string _source;
    private readonly Dictionary<(GemmQuant Quant, int N, int K), (List<double> M, List<double> Ms)> _curves = [];

    private OwnGemmMeasurements(GpuSystem system, TextReader csv)
    {
        _system = system;
        _source = $"our own kernel measurements on {system.Name}";
        csv.ReadLine();
        while (csv.ReadLine() is { } line)
        {
            var field = line.Split(',');
            if (!QuantizationNames.TryParseGemm(field[0], out var quant))
            {
                throw new InvalidDataException($"unknown number format '{field[0]}' among the embedded kernel measurements");
            }

            var key = (quant, Integer(field[2]), Integer(field[3]));
            if (!_curves.TryGetValue(key, out var curve))
            {
                _curves[key] = curve = ([], []);
            }

            curve.M.Add(Integer(field[1]));
            curve.Ms.Add(double.Parse(field[4], CultureInfo.InvariantCulture) / 1000);
        }
    }

    /// <summary>The measurements that ship for a system; null when there are none.</summary>
    public static OwnGemmMeasurements? For(GpuSystem system)
    {
        var name = $"Plimsoll.Model.KernelTimes.Measurements.{system.Name}-gemm.csv";
        using var stream = typeof(OwnGemmMeasurements).Assembly.GetManifestResourceStream(name);
        return stream is null ? null : new OwnGemmMeasurements(system, new StreamReader(stream));
    }

    /// <summary>The measured projections.</summary>
    public IEnumerable<GemmKey> Shapes => _curves.Keys.Select(shape => new GemmKey(shape.Quant, shape.N, shape.K));

    /// <inheritdoc />
    public KernelCurve? Gemm(in GemmKey key)
    {
        if (!_curves.TryGetValue((key.Quant, key.N, key.K), out var curve))
        {
            return null;
        }

        var (last, ms) = (curve.M[^1], curve.Ms[^1]);
        var bound = RooflineMs.Gemm(_system, key.Quant, last, key.N, key.K);
        var slope = (RooflineMs.Gemm(_system, key.Quant, 2 * last, key.N, key.K) - bound) / last * (ms / bound);
        return new KernelCurve(
            [.. curve.M], [.. curve.Ms], new Provenance[curve.M.Count], slope, Uncertainty, _source);
    }

    /// <inheritdoc />
    public PrefillAttentionSurface? PrefillAttention(in AttentionKey key) => null;

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeAttention(in AttentionKey key) => null;

    /// <inheritdoc />
    public KernelCurve? Moe(in MoeKey key) => null;

    /// <inheritdoc />
    public KernelCurve? Collective(in CollectiveKey key) => null;

    /// <inheritdoc />
    public PrefillMixerSurface? PrefillMixer(MixerKernel kernel) => null;

    /// <inheritdoc />
    public DecodeAttentionSurface? DecodeMixer(MixerKernel kernel) => null;

    /// <inheritdoc />
    public KernelCurve? PerToken(TokenKernel kernel) => null;

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
