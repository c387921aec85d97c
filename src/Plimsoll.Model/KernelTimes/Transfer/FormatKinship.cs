using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>
/// The doubt between number formats that nobody measured side by side: kernels of equal arithmetic differ by how they unpack weights, so it
/// grows with the ratio of widths; another arithmetic is another kernel.
/// </summary>
internal static class FormatKinship
{
    private const double Same = 0.25;
    private const double PerOctaveOfWidth = 0.15;
    private const double OtherArithmetic = 0.3;

    /// <summary>One-sigma relative uncertainty of carrying efficiency from one format to another.</summary>
    public static double Sigma(KernelKind kind, string from, string to) => kind switch
    {
        KernelKind.Gemm when QuantizationNames.TryParseGemm(from, out var a) && QuantizationNames.TryParseGemm(to, out var b) =>
            Of(a.BytesPerWeight() / b.BytesPerWeight(), a.Compute() == b.Compute()),
        KernelKind.Moe when QuantizationNames.TryParseMoe(from, out var a) && QuantizationNames.TryParseMoe(to, out var b) =>
            Of(a.BytesPerWeight() / b.BytesPerWeight(), a.Compute() == b.Compute()),
        KernelKind.DecodeAttention when QuantizationNames.TryParseKv(from, out var a) && QuantizationNames.TryParseKv(to, out var b) =>
            Of(a.BytesPerValue() / b.BytesPerValue(), isSameArithmetic: true),
        KernelKind.PrefillAttention => Of(1, from.Split('/')[0] == to.Split('/')[0]),
        _ => Same,
    };

    private static double Of(double ratio, bool isSameArithmetic) =>
        Same + (PerOctaveOfWidth * Math.Abs(Math.Log2(ratio))) + (isSameArithmetic ? 0 : OtherArithmetic);
}
