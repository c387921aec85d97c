namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>The spelling of kinds of kernels in the learned table and in reports.</summary>
public static class KernelKindNames
{
    private static readonly string[] All = ["gemm", "prefill_attention", "decode_attention", "experts", "collective"];

    /// <summary>The snake-case name.</summary>
    public static string Name(this KernelKind kind) => All[(int)kind];

    /// <summary>Reads a name; false when it is none.</summary>
    public static bool TryParse(string text, out KernelKind kind)
    {
        var index = Array.IndexOf(All, text);
        kind = (KernelKind)Math.Max(0, index);
        return index >= 0;
    }
}
