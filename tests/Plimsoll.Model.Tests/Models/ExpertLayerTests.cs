using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models;

public sealed class ExpertLayerTests
{
    private static readonly (string, string?)[] Experts =
        [("num_experts", "8"), ("num_experts_per_tok", "2"), ("moe_intermediate_size", "256")];

    [Fact]
    public void Mixtral_has_experts_as_wide_as_the_intermediate_size_in_every_layer()
    {
        var model = ConfigText.Read(ConfigText.Of("MixtralForCausalLM", ("num_local_experts", "8"), ("num_experts_per_tok", "2")));
        Assert.Equal([new LayerGroup(4, new GroupedQueryAttention(16, 4, 64), new MixtureOfExperts(8, 2, 4096))], model.LayerGroups);
    }

    [Fact]
    public void A_sparse_step_and_dense_only_layers_choose_the_layers_of_Qwen()
    {
        var model = ConfigText.Read(ConfigText.Of(
            "Qwen2MoeForCausalLM",
            [.. Experts, ("num_hidden_layers", "8"), ("decoder_sparse_step", "2"), ("mlp_only_layers", "[3]"), ("shared_expert_intermediate_size", "512")]));

        Assert.Equal((5, new DenseFeedForward(4096)), (model.LayerGroups[0].Count, model.LayerGroups[0].FeedForward));
        Assert.Equal((3, new MixtureOfExperts(8, 2, 256, 512)), (model.LayerGroups[1].Count, model.LayerGroups[1].FeedForward));
    }

    [Fact]
    public void The_first_layers_of_GLM_are_dense_and_its_shared_experts_add_up()
    {
        var model = ConfigText.Read(ConfigText.Of(
            "Glm4MoeForCausalLM",
            ("n_routed_experts", "16"),
            ("num_experts_per_tok", "4"),
            ("moe_intermediate_size", "128"),
            ("n_shared_experts", "2"),
            ("first_k_dense_replace", "1")));

        Assert.Equal((1, new DenseFeedForward(4096)), (model.LayerGroups[0].Count, model.LayerGroups[0].FeedForward));
        Assert.Equal((3, new MixtureOfExperts(16, 4, 128, 256)), (model.LayerGroups[1].Count, model.LayerGroups[1].FeedForward));
    }

    [Fact]
    public void Llama_4_interleaves_dense_layers_with_experts_beside_a_full_shared_one()
    {
        var text = ConfigText.With(
            ("num_local_experts", "8"), ("num_experts_per_tok", "1"), ("interleave_moe_layer_step", "2"), ("intermediate_size_mlp", "16384"));
        var model = ConfigText.Read($$$"""{"architectures": ["Llama4ForConditionalGeneration"], "text_config": {{{text}}}}""");

        Assert.Equal((2, new DenseFeedForward(16384)), (model.LayerGroups[0].Count, model.LayerGroups[0].FeedForward));
        Assert.Equal((2, new MixtureOfExperts(8, 1, 4096, 4096)), (model.LayerGroups[1].Count, model.LayerGroups[1].FeedForward));
    }

    [Theory]
    [InlineData("moe_layer_freq", "[0, 1, 1, 1]")]
    [InlineData("mlp_layer_types", "[\"dense\", \"sparse\", \"sparse\", \"sparse\"]")]
    [InlineData("moe_layers", "[1, 2, 3]")]
    public void Lists_may_say_which_layers_have_experts(string key, string list)
    {
        var model = ConfigText.Read(ConfigText.Of("Glm4MoeForCausalLM", [.. Experts, (key, list)]));
        Assert.Equal([1, 3], model.LayerGroups.Select(group => group.Count));
        Assert.IsType<DenseFeedForward>(model.LayerGroups[0].FeedForward);
    }

    [Fact]
    public void Choosing_more_experts_than_there_are_is_refused()
    {
        var refused = Assert.Throws<InvalidInputException>(
            () => ConfigText.Read(ConfigText.Of("Qwen3MoeForCausalLM", ("num_experts", "4"), ("num_experts_per_tok", "8"))));
        Assert.Contains("chooses 8 of 4 experts", refused.Message);
    }
}
