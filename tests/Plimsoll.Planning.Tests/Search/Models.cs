using Plimsoll.Model.Models;

namespace Plimsoll.Planning.Tests.Search;

/// <summary>Models for tests.</summary>
public static class Models
{
    public static ModelSpec Dense(int heads = 64, int kvHeads = 8) => Of(new DenseFeedForward(25_600), heads, kvHeads);

    public static ModelSpec Moe() => Of(new MixtureOfExperts(128, 8, 1536), 64, 4);

    private static ModelSpec Of(FeedForwardBlock feedForward, int heads, int kvHeads) => new()
    {
        Id = "test/model",
        Architecture = "TestForCausalLM",
        LayerGroups = [new LayerGroup(64, new GroupedQueryAttention(heads, kvHeads, 128), feedForward)],
        HiddenSize = 5120,
        VocabularySize = 150_000,
        MaxPositions = 131_072,
    };
}
