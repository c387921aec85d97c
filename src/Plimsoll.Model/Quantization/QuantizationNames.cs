namespace Plimsoll.Model.Quantization;

/// <summary>Spelling (in flags, tables and reports), width and arithmetic of the number formats.</summary>
public static class QuantizationNames
{
    private static readonly string[] Gemm =
        ["bfloat16", "int8_wo", "int4_wo", "fp8", "fp8_static", "fp8_block", "sq", "nvfp4", "nvfp4_wo"];

    private static readonly string[] Moe =
        ["bfloat16", "fp8", "fp8_block", "int4_wo", "w4afp8", "nvfp4", "nvfp4_wo", "w4a16_mxfp4", "w4a8_mxfp4_mxfp8", "fp8_wo"];

    private static readonly string[] Kv = ["bfloat16", "fp8", "int8"];
    private static readonly string[] Fmha = ["bfloat16", "fp8"];
    private static readonly string[] Comm = ["half", "fp8", "int8"];

    /// <summary>Names of the dense projection modes, in the order of <see cref="GemmQuant"/>.</summary>
    public static IReadOnlyList<string> GemmNames => Gemm;

    /// <summary>Names of the expert modes, in the order of <see cref="MoeQuant"/>.</summary>
    public static IReadOnlyList<string> MoeNames => Moe;

    /// <summary>Names of the KV-cache modes, in the order of <see cref="KvQuant"/>.</summary>
    public static IReadOnlyList<string> KvNames => Kv;

    /// <summary>Names of the prefill attention modes, in the order of <see cref="FmhaQuant"/>.</summary>
    public static IReadOnlyList<string> FmhaNames => Fmha;

    /// <summary>Names of the collective modes, in the order of <see cref="CommQuant"/>.</summary>
    public static IReadOnlyList<string> CommNames => Comm;

    /// <summary>The table name of a dense projection mode.</summary>
    public static string Name(this GemmQuant quant) => Gemm[(int)quant];

    /// <summary>The table name of an expert mode.</summary>
    public static string Name(this MoeQuant quant) => Moe[(int)quant];

    /// <summary>The table name of a KV-cache mode.</summary>
    public static string Name(this KvQuant quant) => Kv[(int)quant];

    /// <summary>The table name of a prefill attention mode.</summary>
    public static string Name(this FmhaQuant quant) => Fmha[(int)quant];

    /// <summary>The table name of a collective mode.</summary>
    public static string Name(this CommQuant quant) => Comm[(int)quant];

    /// <summary>Bytes per weight, scales included where they weigh (NVFP4: one byte per 16 values).</summary>
    public static double BytesPerWeight(this GemmQuant quant) => quant switch
    {
        GemmQuant.Bf16 => 2,
        GemmQuant.Int4WeightOnly => 0.5,
        GemmQuant.Nvfp4 or GemmQuant.Nvfp4WeightOnly => 0.5625,
        _ => 1,
    };

    /// <summary>Bytes per weight, scales included where they weigh (NVFP4: one byte per 16 values).</summary>
    public static double BytesPerWeight(this MoeQuant quant) => quant switch
    {
        MoeQuant.Bf16 => 2,
        MoeQuant.Fp8 or MoeQuant.Fp8Block or MoeQuant.Fp8WeightOnly => 1,
        MoeQuant.Nvfp4 or MoeQuant.Nvfp4WeightOnly => 0.5625,
        _ => 0.5,
    };

    /// <summary>Bytes per cached value.</summary>
    public static double BytesPerValue(this KvQuant quant) => quant == KvQuant.Bf16 ? 2 : 1;

    /// <summary>Bytes per transferred value.</summary>
    public static double BytesPerValue(this CommQuant quant) => quant == CommQuant.Half ? 2 : 1;

    /// <summary>The arithmetic of a dense projection mode.</summary>
    public static ComputeType Compute(this GemmQuant quant) => quant switch
    {
        GemmQuant.Fp8 or GemmQuant.Fp8Static or GemmQuant.Fp8Block => ComputeType.Fp8,
        GemmQuant.Nvfp4 => ComputeType.Fp4,
        GemmQuant.Int8SmoothQuant => ComputeType.Int8,
        _ => ComputeType.Bf16,
    };

    /// <summary>The arithmetic of an expert mode.</summary>
    public static ComputeType Compute(this MoeQuant quant) => quant switch
    {
        MoeQuant.Fp8 or MoeQuant.Fp8Block or MoeQuant.W4Afp8 or MoeQuant.Mxfp4Mxfp8 => ComputeType.Fp8,
        MoeQuant.Nvfp4 => ComputeType.Fp4,
        _ => ComputeType.Bf16,
    };

    /// <summary>The arithmetic of a prefill attention mode.</summary>
    public static ComputeType Compute(this FmhaQuant quant) => quant == FmhaQuant.Fp8 ? ComputeType.Fp8 : ComputeType.Bf16;

    /// <summary>Reads a dense projection mode; false when the name is unknown.</summary>
    public static bool TryParseGemm(string name, out GemmQuant quant) => TryParse(Gemm, name, out quant);

    /// <summary>Reads an expert mode; false when the name is unknown.</summary>
    public static bool TryParseMoe(string name, out MoeQuant quant) => TryParse(Moe, name, out quant);

    /// <summary>Reads a KV-cache mode; false when the name is unknown.</summary>
    public static bool TryParseKv(string name, out KvQuant quant) => TryParse(Kv, name, out quant);

    /// <summary>Reads a prefill attention mode; false when the name is unknown.</summary>
    public static bool TryParseFmha(string name, out FmhaQuant quant) => TryParse(Fmha, name, out quant);

    /// <summary>Reads a collective mode; false when the name is unknown.</summary>
    public static bool TryParseComm(string name, out CommQuant quant) => TryParse(Comm, name, out quant);

    private static bool TryParse<T>(string[] names, string name, out T quant)
        where T : struct, Enum
    {
        var index = Array.FindIndex(names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        quant = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
