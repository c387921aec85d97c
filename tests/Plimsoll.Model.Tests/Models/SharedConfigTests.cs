using Plimsoll.Model.Models;

namespace Plimsoll.Model.Tests.Models;

/// <summary>Every configuration beside the checkout reads, or names what of it is not priced.</summary>
public sealed class SharedConfigTests
{
    [Fact]
    public void Every_family_is_priced()
    {
        var ids = SharedConfigs.Ids();

        Assert.True(ids.Count >= 75);
        foreach (var model in ids.Select(SharedConfigs.Read))
        {
            Assert.Equal((model.Id, 0), (model.Id, model.Unsupported.Count));
            Assert.True(model.Layers > 0 && model.HiddenSize > 0 && model.VocabularySize > 0 && model.MaxPositions > 0, model.Id);
        }
    }

    [Fact]
    public void A_folder_of_the_engine_measured_reads_as_measured()
    {
        var model = SharedConfigs.Read("Qwen/Qwen3-32B-FP8");

        // 262,144 bytes: the engine's own figure for one cached token.
        var attention = (GroupedQueryAttention)Assert.Single(model.LayerGroups).Attention!;
        Assert.Equal(262144, model.Layers * 2 * attention.KvHeads * attention.HeadDim * Plimsoll.Model.Quantization.QuantizationNames.BytesPerValue(model.Quantization.KvCache));
        Assert.Equal(40960, model.MaxPositions);
    }
}
