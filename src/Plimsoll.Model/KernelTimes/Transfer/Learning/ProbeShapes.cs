using Plimsoll.Model.Operators;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>The kernels by which transfers are judged: shapes of models that people serve, at sizes from one decode row to a full prompt.</summary>
internal static class ProbeShapes
{
    /// <summary>Output and input widths of projections, per GPU.</summary>
    public static (int N, int K)[] Projections { get; } =
    [
        (1024, 4096), (1536, 7168), (2048, 2048), (2560, 5120), (4096, 1024), (4096, 4096), (5120, 3200), (6144, 4096), (7168, 2048),
        (8192, 7168), (10240, 8192), (12800, 5120), (28672, 4096), (8192, 14336),
    ];

    /// <summary>Rows of projections and tokens of experts.</summary>
    public static double[] Rows { get; } = [1, 8, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

    /// <summary>Local query heads, KV heads and head width.</summary>
    public static (int Heads, int KvHeads, int HeadDim)[] Heads { get; } = [(8, 1, 128), (16, 2, 128), (32, 8, 128), (64, 8, 128), (8, 8, 128), (8, 1, 64)];

    /// <summary>Sequences and lengths of prompts.</summary>
    public static (int Sequences, int Length)[] Prompts { get; } = [(1, 512), (1, 2048), (1, 8192), (1, 32768), (4, 512), (4, 2048), (16, 1024)];

    /// <summary>Rows and cache lengths of decode steps.</summary>
    public static (int Rows, int Length)[] Answers { get; } = [(1, 1024), (1, 8192), (8, 2048), (32, 1024), (32, 8192), (128, 1024), (128, 4096), (256, 2048)];

    /// <summary>Widths of groups of GPUs.</summary>
    public static int[] Groups { get; } = [2, 4, 8];

    /// <summary>Elements of collectives.</summary>
    public static double[] Elements { get; } = [4096, 32768, 262144, 2097152, 16777216, 134217728];

    /// <summary>Experts of models, in the splits that engines use.</summary>
    public static MoeKey[] Experts { get; } =
    [
        .. from shape in new (int Experts, int TopK, int Hidden, int Inter)[]
            {
                (8, 2, 4096, 14336), (8, 2, 6144, 16384), (128, 8, 2048, 768), (128, 8, 4096, 1536), (256, 8, 7168, 2048), (160, 8, 6144, 2560),
                (128, 4, 2880, 2880), (32, 4, 2880, 2880), (16, 1, 5120, 8192), (128, 6, 2688, 1856), (256, 8, 3072, 1536), (384, 8, 7168, 2048),
            }
            from split in new (int Tp, int Ep)[] { (1, 1), (2, 1), (4, 1), (8, 1), (1, 2), (1, 4), (1, 8) }
            select new MoeKey(MoeQuant.Bf16, shape.Experts, shape.TopK, shape.Hidden, shape.Inter, split.Tp, split.Ep, ExpertRouting.Skewed),
    ];
}
