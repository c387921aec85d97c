using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models.Catalog;

public sealed class ModelCatalogTests
{
    [Fact]
    public void Every_name_is_found_under_its_own_id()
    {
        Assert.True(ModelCatalog.Names.Count > 250);
        Assert.All(ModelCatalog.Names, id =>
        {
            var model = ModelCatalog.Find(id);
            Assert.Equal(id, model.Id);
            Assert.True(model.Layers > 0 && model.HiddenSize > 0 && model.VocabularySize > 0 && model.MaxPositions > 0);
            Assert.NotEmpty(model.Architecture);
        });
    }

    [Fact]
    public void A_line_gives_the_facts_of_the_configuration()
    {
        var model = ModelCatalog.Find("qwen/qwen3-32b-fp8");

        Assert.Equal("Qwen/Qwen3-32B-FP8", model.Id);
        Assert.Equal([new LayerGroup(64, new GroupedQueryAttention(64, 8, 128, QkNorm: true), new DenseFeedForward(25600))], model.LayerGroups);
        Assert.Equal(new QuantizationPlan { Gemm = GemmQuant.Fp8Block }, model.Quantization);
    }

    [Theory]
    [InlineData("meta-llama/Llama-3.1-70B", "meta-llama/Meta-Llama-3.1-70B")]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Meta-Llama-3.1-8B")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", "meta-llama/Meta-Llama-3.1-70B")]
    [InlineData("meta-llama/Llama-2-70b-chat-hf", "meta-llama/Llama-2-70b-hf")]
    [InlineData("nvidia/DeepSeek-R1-NVFP4", "nvidia/DeepSeek-V3.1-NVFP4")]
    [InlineData("gpt2", "openai-community/gpt2")]
    public void An_alias_is_the_same_model_under_the_name_asked_for(string alias, string original)
    {
        var model = ModelCatalog.Find(alias);
        Assert.Equal(alias, model.Id);
        Assert.Equal(CatalogLineWriter.Write(ModelCatalog.Find(original)), CatalogLineWriter.Write(model with { Id = original }));
    }

    [Fact]
    public void A_derived_model_keeps_what_it_does_not_state()
    {
        var model = ModelCatalog.Find("Qwen/Qwen3-30B-A3B-Instruct-2507-FP8");
        Assert.Equal(262144, model.MaxPositions);
        Assert.Equal(new QuantizationPlan { Gemm = GemmQuant.Fp8Block, Moe = MoeQuant.Fp8Block }, model.Quantization);
        Assert.Equal(ModelCatalog.Find("Qwen/Qwen3-30B-A3B").LayerGroups, model.LayerGroups);
    }

    [Fact]
    public void Windows_are_facts_of_the_catalogue() => Assert.Equal(
        [128, 0], ModelCatalog.Find("openai/gpt-oss-20b").LayerGroups.Select(group => ((GroupedQueryAttention)group.Attention!).Window));

    [Fact]
    public void An_unknown_id_is_refused_with_the_nearest()
    {
        Assert.Null(ModelCatalog.TryFind("Qwen/Qwen3-32B-FP9"));
        var refused = Assert.Throws<InvalidInputException>(() => ModelCatalog.Find("Qwen/Qwen3-32B-FP9"));
        Assert.Equal("did you mean 'Qwen/Qwen3-32B-FP8'?", Assert.Single(refused.Errors).Hint);
    }

    [Theory]
    [InlineData("meta-llama/Llama-2-7b-hf", 6.74)]
    [InlineData("meta-llama/Llama-2-13b-hf", 13.02)]
    [InlineData("meta-llama/Llama-2-70b-hf", 68.98)]
    [InlineData("meta-llama/Llama-3.2-1B", 1.236)]
    [InlineData("meta-llama/Llama-3.2-3B", 3.213)]
    [InlineData("TinyLlama/TinyLlama-1.1B-Chat-v1.0", 1.10)]
    [InlineData("Qwen/Qwen2.5-0.5B", 0.494)]
    [InlineData("Qwen/Qwen2.5-1.5B", 1.544)]
    [InlineData("Qwen/Qwen2.5-3B", 3.086)]
    [InlineData("Qwen/Qwen2.5-7B", 7.616)]
    [InlineData("Qwen/Qwen2.5-14B", 14.77)]
    [InlineData("Qwen/Qwen2.5-32B", 32.76)]
    [InlineData("Qwen/Qwen2.5-72B", 72.71)]
    [InlineData("Qwen/Qwen2-57B-A14B", 57.41)]
    [InlineData("Qwen/Qwen1.5-MoE-A2.7B", 14.32)]
    [InlineData("Qwen/Qwen3-4B", 4.02)]
    [InlineData("Qwen/Qwen3-14B", 14.77)]
    [InlineData("mistralai/Mistral-7B-v0.1", 7.24)]
    [InlineData("mistralai/Mistral-7B-v0.3", 7.25)]
    [InlineData("mistralai/Mistral-Nemo-Instruct-2407", 12.25)]
    [InlineData("mistralai/Mistral-Small-24B-Instruct-2501", 23.57)]
    [InlineData("mistralai/Mistral-Large-Instruct-2407", 122.6)]
    [InlineData("microsoft/phi-2", 2.78)]
    [InlineData("microsoft/Phi-3-mini-4k-instruct", 3.82)]
    [InlineData("microsoft/Phi-3-medium-128k-instruct", 13.96)]
    [InlineData("microsoft/phi-4", 14.66)]
    [InlineData("microsoft/Phi-4-mini-instruct", 3.84)]
    [InlineData("microsoft/Phi-3.5-MoE-instruct", 41.87)]
    [InlineData("gpt2", 0.124)]
    [InlineData("gpt2-xl", 1.557)]
    [InlineData("EleutherAI/gpt-neox-20b", 20.55)]
    [InlineData("EleutherAI/pythia-6.9b", 6.86)]
    [InlineData("facebook/opt-125m", 0.125)]
    [InlineData("facebook/opt-6.7b", 6.66)]
    [InlineData("google/gemma-2b", 2.51)]
    [InlineData("google/gemma-7b", 8.54)]
    [InlineData("google/gemma-2-2b", 2.61)]
    [InlineData("google/gemma-2-9b", 9.24)]
    [InlineData("google/gemma-2-27b", 27.23)]
    [InlineData("google/gemma-3-1b-pt", 1.0)]
    [InlineData("google/gemma-3-4b-pt", 4.30)]
    [InlineData("google/gemma-3-12b-pt", 12.19)]
    [InlineData("google/gemma-3-27b-pt", 27.43)]
    [InlineData("zai-org/GLM-4.5", 352.8)]
    [InlineData("zai-org/GLM-4.5-Air", 106.9)]
    public void Facts_that_no_file_checks_add_up_to_the_published_size(string id, double billions)
    {
        var model = ModelCatalog.Find(id);
        var counted = (ParameterCount.Total(model) + (model.UnpricedWeightBytes / 2)) / 1e9;
        Assert.InRange(counted, 0.994 * billions, 1.006 * billions);
    }
}
