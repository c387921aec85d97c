namespace Plimsoll.Model.Tests.KernelTimes.Tables;

/// <summary>A row of a GEMM table.</summary>
internal sealed record GemmRow(int M, int N, int K, double Ms, string Format = "bfloat16");

/// <summary>A row of an attention table; decode tables count the KV length as <c>isl + step</c>.</summary>
internal sealed record AttentionRow(int Batch, int Isl, double Ms)
{
    public int Step { get; init; }

    public int Heads { get; init; } = 32;

    public int KvHeads { get; init; } = 8;

    public int HeadDim { get; init; } = 128;

    public string Kv { get; init; } = "bfloat16";

    public string Format { get; init; } = "bfloat16";

    public int Window { get; init; }

    public int Beam { get; init; } = 1;

    public string Kernel { get; init; } = "flash";
}

/// <summary>A row of a table of latent attention: DeepSeek-V3's block unless it says otherwise.</summary>
internal sealed record MixerRow(int Batch, int Isl, double Ms)
{
    public int Step { get; init; }

    public int Heads { get; init; } = 16;

    public string Model { get; init; } = "deepseek-ai/DeepSeek-V3";

    public string Kv { get; init; } = "bfloat16";

    public string Format { get; init; } = "bfloat16";

    public string Gemm { get; init; } = "fp8_block";

    /// <summary>Name of the operation; null = that of the table.</summary>
    public string? Operation { get; init; }
}

/// <summary>A row of a table of recurrent mixers.</summary>
internal sealed record RecurrentRow(string Phase, int Batch, int Length, double Ms)
{
    public string Kernel { get; init; } = "chunk_scan";

    public int ValueHeads { get; init; } = 8;
}

/// <summary>A row of an expert table: 8 experts of 512 × 256, two chosen.</summary>
internal sealed record MoeRow(int Tokens, double Ms)
{
    public int Experts { get; init; } = 8;

    public int TopK { get; init; } = 2;

    public int Hidden { get; init; } = 512;

    public int Inter { get; init; } = 256;

    public int Tp { get; init; } = 1;

    public int Ep { get; init; } = 1;

    public string Distribution { get; init; } = "balanced";

    public string Format { get; init; } = "bfloat16";

    public string Kernel { get; init; } = "fused";
}

/// <summary>A row of a table of collectives.</summary>
internal sealed record CollectiveRow(int Gpus, int Size, double Ms)
{
    public string Operation { get; init; } = "all_reduce";

    public string Format { get; init; } = "half";

    public string Kernel { get; init; } = "graph";
}
