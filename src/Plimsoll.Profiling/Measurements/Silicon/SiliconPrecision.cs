namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>The number formats of a row, corrected where the table is known to be wrong.</summary>
internal static class SiliconPrecision
{
    private const string Mxfp4Checkpoint = "gpt-oss";

    /// <summary>The formats by table name; null = as the checkpoint declares.</summary>
    /// <param name="row">The row.</param>
    /// <param name="corrections">Receives a sentence for each correction.</param>
    public static (string? Gemm, string? Moe) Read(SiliconRow row, ICollection<string> corrections)
    {
        if (row.Model.Contains(Mxfp4Checkpoint, StringComparison.Ordinal) && row.MoeQuant == "nvfp4")
        {
            corrections.Add("nvfp4 is mxfp4: the checkpoint has no other experts");
            return (null, null);
        }

        return (Format(row.GemmQuant, row.Precision), Format(row.MoeQuant, row.Precision));
    }

    private static string? Format(string mode, string precision) => mode.Length > 0 ? mode : precision == "bf16" ? "bfloat16" : null;
}
