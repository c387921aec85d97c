using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models;

public sealed class ConfigReaderTests
{
    [Fact]
    public void A_dense_model_is_one_group_of_equal_layers()
    {
        var model = ConfigText.Read(ConfigText.Llama);

        Assert.Equal("org/model", model.Id);
        Assert.Equal("LlamaForCausalLM", model.Architecture);
        Assert.Equal((1024, 32000, 8192, false), (model.HiddenSize, model.VocabularySize, model.MaxPositions, model.TiedEmbeddings));
        Assert.Equal([new LayerGroup(4, new GroupedQueryAttention(16, 4, 64), new DenseFeedForward(4096))], model.LayerGroups);
        Assert.Empty(model.Unsupported);
        Assert.Empty(model.Approximations);
    }

    [Fact]
    public void Absent_key_value_heads_mean_one_per_query_head()
    {
        var model = ConfigText.Read(ConfigText.With(("num_key_value_heads", "null")));
        Assert.Equal(new GroupedQueryAttention(16, 16, 64), Assert.Single(model.LayerGroups).Attention);
    }

    [Fact]
    public void GPT_2_names_its_sizes_differently_and_learns_its_positions()
    {
        var model = ConfigText.Read("""
            {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "n_embd": 768, "n_layer": 12, "n_head": 12, "n_positions": 1024,
             "n_ctx": 1024, "n_inner": null, "vocab_size": 50257}
            """);

        Assert.Equal([new LayerGroup(12, new GroupedQueryAttention(12, 12, 64), new DenseFeedForward(3072, Gated: false))], model.LayerGroups);
        Assert.True(model.TiedEmbeddings);
        Assert.Equal(1024, model.LearnedPositions);
    }

    [Fact]
    public void StarCoder_shares_one_key_value_head()
    {
        var model = ConfigText.Read("""
            {"architectures": ["GPTBigCodeForCausalLM"], "n_embd": 6144, "n_layer": 40, "n_head": 48, "n_positions": 8192, "n_inner": 24576,
             "multi_query": true, "vocab_size": 49152}
            """);
        Assert.Equal(new GroupedQueryAttention(48, 1, 128), model.LayerGroups[0].Attention);
    }

    [Fact]
    public void A_configuration_without_architectures_is_known_by_its_model_type()
    {
        var model = ConfigText.Read(ConfigText.With(("architectures", null), ("model_type", "\"qwen3\"")));
        Assert.Equal("Qwen3ForCausalLM", model.Architecture);
        Assert.True(((GroupedQueryAttention)model.LayerGroups[0].Attention!).QkNorm);
    }

    [Theory]
    [InlineData("Qwen3ForCausalLM", "head_dim", "128", 128, true)]
    [InlineData("MistralForCausalLM", "head_dim", "128", 128, false)]
    [InlineData("Glm4MoeForCausalLM", "use_qk_norm", "true", 64, true)]
    public void Head_width_and_head_norms_follow_configuration_and_class(string architecture, string key, string json, int dim, bool qkNorm)
    {
        var model = ConfigText.Read(ConfigText.Of(architecture, (key, json)));
        Assert.Equal(new GroupedQueryAttention(16, 4, dim, qkNorm), model.LayerGroups[0].Attention);
    }

    [Fact]
    public void The_text_part_of_a_multimodal_model_is_read_and_its_tower_weighed()
    {
        var text = ConfigText.With(("architectures", null), ("tie_word_embeddings", null));
        var model = ConfigText.Read($$$"""
            {"architectures": ["Qwen3VLForConditionalGeneration"], "model_type": "qwen3_vl", "tie_word_embeddings": true, "text_config": {{{text}}},
             "vision_config": {"depth": 2, "hidden_size": 10, "intermediate_size": 40, "patch_size": 2, "in_channels": 3, "temporal_patch_size": 2,
                               "num_position_embeddings": 5, "spatial_merge_size": 2, "out_hidden_size": 7, "deepstack_visual_indexes": [0]}}
            """);

        Assert.Equal(4, model.Layers);
        Assert.True(model.TiedEmbeddings);
        const int Blocks = 2 * ((4 * 100) + (2 * 10 * 40));
        const int Patches = 10 * ((3 * 2 * 4) + 5);
        const int Mergers = 2 * ((40 * 40) + (40 * 7));
        Assert.Equal(2.0 * (Blocks + Patches + Mergers), model.UnpricedWeightBytes);
        Assert.Contains(model.Approximations, note => note.Contains("vision tower"));
    }

    [Fact]
    public void Multi_token_prediction_layers_are_said_to_be_left_out()
    {
        var model = ConfigText.Read(ConfigText.Of("MiMoForCausalLM", ("num_nextn_predict_layers", "1")));
        Assert.Empty(model.Unsupported);
        Assert.Contains("multi-token-prediction layer is left out", Assert.Single(model.Approximations));
    }

    [Theory]
    [InlineData("""{"rope_type": "llama3", "factor": 8.0, "original_max_position_embeddings": 1024}""", 8192)]
    [InlineData("""{"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8192}""", 32768)]
    [InlineData("""{"rope_type": "yarn", "factor": 2.0}""", 16384)]
    [InlineData("""{"type": "linear", "factor": 2.5}""", 20480)]
    [InlineData("""{"rope_type": "longrope", "factor": 4.0}""", 8192)]
    public void Rotary_scaling_stretches_positions_as_engines_do(string scaling, int positions)
    {
        Assert.Equal(positions, ConfigText.Read(ConfigText.With(("rope_scaling", scaling))).MaxPositions);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_their_paths()
    {
        var text = ConfigText.With(
            ("architectures", null),
            ("hidden_size", "-1"),
            ("num_hidden_layers", "\"many\""),
            ("intermediate_size", null),
            ("vocab_size", "3.5"),
            ("max_position_embeddings", "0"),
            ("tie_word_embeddings", "1"));
        var refused = Assert.Throws<InvalidInputException>(
            () => ConfigText.Read($$$"""{"architectures": ["Mistral3ForConditionalGeneration"], "text_config": {{{text}}}}"""));

        Assert.Equal(
            [
                "model/config.json: text_config.hidden_size: must be a whole number from 0 to 16777216, not -1",
                "model/config.json: text_config.num_hidden_layers: must be a whole number from 0 to 4096, not \"many\"",
                "model/config.json: text_config.max_position_embeddings: must be at least 1",
                "model/config.json: text_config.intermediate_size: is missing",
                "model/config.json: text_config.vocab_size: must be a whole number from 0 to 67108864, not 3.5",
                "model/config.json: text_config.tie_word_embeddings: must be true or false, not 1",
            ],
            refused.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Heads_that_do_not_divide_the_width_need_a_stated_head_width()
    {
        var text = ConfigText.With(("num_attention_heads", "12"));
        var refused = Assert.Throws<InvalidInputException>(() => ConfigText.Read(text));
        Assert.Contains("12 heads do not divide the width 1024", Assert.Single(refused.Errors).Message);
        Assert.Empty(ConfigText.Read(ConfigText.With(("num_attention_heads", "12"), ("head_dim", "128"))).Unsupported);
    }

    [Theory]
    [InlineData("[1, 2]", "must hold a JSON object, not Array")]
    [InlineData("{}", "this is no model configuration")]
    [InlineData("{\"bos_token_id\": 1}", "this is no model configuration")]
    [InlineData("{\"architectures\": ", "is not valid JSON")]
    [InlineData("", "is not valid JSON")]
    [InlineData("<html>", "is not valid JSON")]
    [InlineData("{\"architectures\": [\"\\ud800\"], \"model_type\": \"llama\"}", "not Unicode")]
    public void Text_that_is_no_configuration_is_refused_as_such(string text, string reason)
    {
        var refused = Assert.Throws<InvalidInputException>(() => ConfigText.Read(text));
        Assert.Contains(reason, Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500);
        var refused = Assert.Throws<InvalidInputException>(() => ConfigText.Read(ConfigText.With().TrimEnd('}') + ",\"deep\":" + deep + "}"));
        Assert.Contains("is not valid JSON", Assert.Single(refused.Errors).Message);
    }

    [Fact]
    public void Literals_that_only_Python_writes_are_read_over()
    {
        var text = ConfigText.Llama.TrimEnd().TrimEnd('}') + """, "limit": [0.0, Infinity, -Infinity, NaN], "note": "Infinity \" NaN"}""";
        Assert.Equal(4, ConfigText.Read(text).Layers);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem() => Assert.Equal(4, ConfigText.Read("\ufeff" + ConfigText.Llama).Layers);

    [Fact]
    public void An_unknown_architecture_is_named_as_what_is_not_priced()
    {
        var model = ConfigText.Read(ConfigText.Of("Qwen3ForCasualLM"));
        Assert.Equal("the architecture Qwen3ForCasualLM (the nearest known one is Qwen3ForCausalLM)", model.Unsupported[0]);
    }
}
