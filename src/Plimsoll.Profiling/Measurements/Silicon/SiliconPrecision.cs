using Plimsoll.Model.Backends;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>The number formats of a row, corrected where the table's label is coarser than what ran.</summary>
internal static class SiliconPrecision
{
    private const string Fp8 = "fp8";
    private const string Mxfp4Checkpoint = "gpt-oss";

    /// <summary>The formats by table name; null = as the checkpoint declares.</summary>
    /// <param name="row">The row.</param>
    /// <param name="model">The model; null when nothing is known of it.</param>
    /// <param name="corrections">Receives a sentence for each correction.</param>
    public static (string? Gemm, string? Moe) Read(SiliconRow row, ModelSpec? model, ICollection<string> corrections)
    {
        if (row.Model.Contains(Mxfp4Checkpoint, StringComparison.Ordinal) && row.MoeQuant == "nvfp4")
        {
            corrections.Add("nvfp4 is mxfp4: the checkpoint has no other experts");
            return (null, null);
        }

        // The label tells a width: a checkpoint whose scales are per block is served as it is.
        var (gemm, moe) = (Format(row.GemmQuant, row.Precision), Format(row.MoeQuant, row.Precision));
        if (model?.Quantization is { } declared && ((gemm == Fp8 && declared.Gemm == GemmQuant.Fp8Block) || (moe == Fp8 && declared.Moe == MoeQuant.Fp8Block)))
        {
            corrections.Add("fp8 is fp8_block: the checkpoint's scales are per block");
            return (gemm == Fp8 ? null : gemm, moe == Fp8 ? null : moe);
        }

        // The public benchmark serves TensorRT-LLM with ModelOpt checkpoints, which state the scales of activations.
        if (gemm == Fp8 && row.Backend == BackendKind.TensorRtLlm && SiliconProtocol.HasRandomLengths(row))
        {
            corrections.Add("fp8 is fp8_static: TensorRT-LLM serves a checkpoint with static scales");
            return ("fp8_static", moe);
        }

        return (gemm, moe);
    }

    private static string? Format(string mode, string precision) => mode.Length > 0 ? mode : precision == "bf16" ? "bfloat16" : null;
}
