namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>Names of checkpoint formats, and the modes in which they are priced.</summary>
internal static class WeightFormats
{
    /// <summary>The format that an algorithm name of ModelOpt means, case ignored; null when unknown.</summary>
    public static WeightFormat? OfAlgorithm(string name) => name.ToUpperInvariant() switch
    {
        "NO_QUANT" or "NONE" => WeightFormat.None,
        "FP8" => WeightFormat.Fp8Static,
        "FP8_PER_CHANNEL_PER_TOKEN" => WeightFormat.Fp8Dynamic,
        "FP8_BLOCK_SCALES" or "FP8_PB_WO" => WeightFormat.Fp8Block,
        "MXFP8" => WeightFormat.Mxfp8,
        "W8A16" => WeightFormat.Int8WeightOnly,
        "INT8_SQ" or "SQ" or "W8A8_SQ_PER_CHANNEL" or "W8A8_SQ_PER_CHANNEL_PER_TENSOR_PLUGIN"
            or "W8A8_SQ_PER_CHANNEL_PER_TOKEN_PLUGIN" => WeightFormat.Int8,
        "W4A16" or "W4A16_AWQ" or "W4A16_GPTQ" => WeightFormat.Int4WeightOnly,
        "W4A8_AWQ" or "W4AFP8" => WeightFormat.Int4Fp8,
        "NVFP4" or "NVFP4_AWQ" => WeightFormat.Nvfp4,
        "W4A16_NVFP4" => WeightFormat.Nvfp4WeightOnly,
        "MXFP4" or "W4A16_MXFP4" => WeightFormat.Mxfp4,
        "W4A8_MXFP4_MXFP8" => WeightFormat.Mxfp4Mxfp8,
        _ => null,
    };

    /// <summary>The mode of a dense projection in that format; a format without its own kernel tables gets the nearest one and a note.</summary>
    public static GemmQuant Dense(this WeightFormat format, List<string> notes)
    {
        switch (format)
        {
            case WeightFormat.Fp8Static:
                return GemmQuant.Fp8Static;
            case WeightFormat.Fp8Dynamic:
                return GemmQuant.Fp8;
            case WeightFormat.Fp8Block:
                return GemmQuant.Fp8Block;
            case WeightFormat.Int8WeightOnly:
                return GemmQuant.Int8WeightOnly;
            case WeightFormat.Int8:
                return GemmQuant.Int8SmoothQuant;
            case WeightFormat.Int4WeightOnly:
                return GemmQuant.Int4WeightOnly;
            case WeightFormat.Nvfp4:
                return GemmQuant.Nvfp4;
            case WeightFormat.Nvfp4WeightOnly:
                return GemmQuant.Nvfp4WeightOnly;
            case WeightFormat.Mxfp8:
                return Near(GemmQuant.Fp8Block, "MXFP8 projections are priced as fp8_block", notes);
            case WeightFormat.Fp8WeightOnly:
                return Near(GemmQuant.Int8WeightOnly, "fp8 weight-only projections are priced as int8_wo", notes);
            case WeightFormat.Int4Fp8:
                return Near(GemmQuant.Int4WeightOnly, "int4 projections with fp8 activations are priced as int4_wo", notes);
            case WeightFormat.Mxfp4 or WeightFormat.Mxfp4Mxfp8:
                return Near(GemmQuant.Int4WeightOnly, "MXFP4 projections are priced as int4_wo", notes);
            default:
                return GemmQuant.Bf16;
        }
    }

    /// <summary>The mode of experts in that format; null when experts are not priced in it.</summary>
    public static MoeQuant? Experts(this WeightFormat format, List<string> notes) => format switch
    {
        WeightFormat.None => MoeQuant.Bf16,
        WeightFormat.Fp8Static or WeightFormat.Fp8Dynamic => MoeQuant.Fp8,
        WeightFormat.Fp8Block => MoeQuant.Fp8Block,
        WeightFormat.Mxfp8 => Near(MoeQuant.Fp8Block, "MXFP8 experts are priced as fp8_block", notes),
        WeightFormat.Int4WeightOnly => MoeQuant.Int4WeightOnly,
        WeightFormat.Int4Fp8 => MoeQuant.W4Afp8,
        WeightFormat.Nvfp4 => MoeQuant.Nvfp4,
        WeightFormat.Nvfp4WeightOnly => MoeQuant.Nvfp4WeightOnly,
        WeightFormat.Mxfp4 => MoeQuant.Mxfp4WeightOnly,
        WeightFormat.Mxfp4Mxfp8 => MoeQuant.Mxfp4Mxfp8,
        _ => null,
    };

    private static T Near<T>(T mode, string note, List<string> notes)
    {
        if (!notes.Contains(note, StringComparer.Ordinal))
        {
            notes.Add(note);
        }

        return mode;
    }
}
