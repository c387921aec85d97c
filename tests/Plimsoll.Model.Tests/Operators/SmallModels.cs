using Plimsoll.Model.Models;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Tests.Operators;

/// <summary>Small models, each with the trait that a test is about, and a GPU to run them on.</summary>
internal static class SmallModels
{
    /// <summary>Three dense layers of 16 query and 4 key/value heads.</summary>
    public static ModelSpec Dense { get; } = new()
    {
        Id = "small/dense",
        Architecture = "LlamaForCausalLM",
        LayerGroups = [new LayerGroup(3, new GroupedQueryAttention(16, 4, 64), new DenseFeedForward(2816))],
        HiddenSize = 1024,
        VocabularySize = 32_001,
        MaxPositions = 4096,
    };

    /// <summary>One dense layer, then four of 16 experts, 4 chosen, with a shared one.</summary>
    public static ModelSpec Moe { get; } = Dense with
    {
        Id = "small/moe",
        LayerGroups =
        [
            new LayerGroup(1, new GroupedQueryAttention(16, 4, 64), new DenseFeedForward(2048)),
            new LayerGroup(4, new GroupedQueryAttention(16, 4, 64), new MixtureOfExperts(16, 4, 512, SharedIntermediateSize: 256)),
        ],
    };

    /// <summary>A node of eight GPUs like an H200.</summary>
    public static GpuSystem Node { get; } = SystemCatalog.Find("h200_sxm");
}
