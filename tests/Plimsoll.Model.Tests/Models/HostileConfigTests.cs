using System.Text;
using FsCheck.Fluent;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Models;

public sealed class HostileConfigTests
{
    private static readonly string Rich = ConfigText.Of(
        "Qwen3MoeForCausalLM",
        ("num_experts", "8"),
        ("num_experts_per_tok", "2"),
        ("moe_intermediate_size", "256"),
        ("decoder_sparse_step", "2"),
        ("mlp_only_layers", "[1]"),
        ("layer_types", """["full_attention", "sliding_attention", "full_attention", "sliding_attention"]"""),
        ("sliding_window", "128"),
        ("rope_scaling", """{"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048}"""),
        ("vision_config", """{"depth": 2, "hidden_size": 8, "intermediate_size": 16, "deepstack_visual_indexes": [1]}"""),
        ("quantization_config", """
            {"quant_method": "compressed-tensors", "ignore": ["lm_head", "re:.*self_attn.*", "model.layers.0*"],
             "kv_cache_scheme": {"num_bits": 8, "type": "float"},
             "config_groups": {"group_0": {"targets": ["Linear"], "weights": {"num_bits": 4, "type": "int", "group_size": 128}}}}
            """));

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1", "7", "2147483647", "1e300", "1e999", "3.5", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[[]]", "[null]", "[-5, 1e9]",
        "[\"x\"]", "{}", "{\"a\": {}}", "[{\"attention\": {}, \"ffn\": {}}]", "\"re:((((a+)+)+)+)$\"", "[\"re:(\", \"re:(?<=a)b\", \"*****************x\"]", "NaN",
    ];

    private static readonly string[] Keys =
    [
        "architectures", "model_type", "hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim", "vocab_size",
        "max_position_embeddings", "intermediate_size", "num_experts", "num_experts_per_tok", "moe_intermediate_size", "decoder_sparse_step",
        "mlp_only_layers", "layer_types", "sliding_window", "rope_scaling", "vision_config", "quantization_config", "ignore", "kv_cache_scheme",
        "config_groups", "weights", "targets", "num_bits", "block_configs", "hybrid_override_pattern", "layers_block_type", "text_config",
        "sparse_attention_config", "linear_attn_config", "moe_layer_freq", "n_shared_experts", "quant_method", "weight_block_size", "quant_algo",
        "quantized_layers", "tie_word_embeddings", "kv_lora_rank", "first_k_dense_replace", "sliding_window_pattern", "expert_dtype",
    ];

    [Fact]
    public void Mutated_bytes_never_escape_the_typed_errors()
    {
        var mutation =
            from position in Gen.Choose(0, Rich.Length - 1)
            from length in Gen.Choose(0, 20)
            from insert in Gen.Elements("", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "null", "-", "e", "1e9", "\0", "NaN", "// x")
            select Rich.Remove(position, Math.Min(length, Rich.Length - position)).Insert(position, insert);

        Properties.Check(mutation, ReadsOrIsRefused, tests: 3000);
    }

    [Fact]
    public void A_quantization_section_without_an_algorithm_is_refused() =>
        Assert.True(ReadsOrIsRefused(Rich.Replace("quantization_config", "quantization", StringComparison.Ordinal)));

    [Fact]
    public void Wrong_values_under_known_keys_never_escape_the_typed_errors()
    {
        var change = from key in Gen.Elements(Keys) from value in Gen.Elements(Values) select (key, value);
        var changes =
            from architecture in Gen.Elements("Qwen3MoeForCausalLM", "Gemma3ForCausalLM", "NemotronHForCausalLM", "DeciLMForCausalLM", "GPT2LMHeadModel", "Nobody")
            from several in Gen.ListOf(change, 3)
            select (architecture, several.ToArray());

        Properties.Check(changes, input => ReadsOrIsRefused(Spliced(input.architecture, input.Item2)), tests: 3000);
    }

    // Values are spliced in as text: some of them are no JSON at all. Later keys win, as in any JSON reader.
    private static string Spliced(string architecture, (string Key, string Value)[] changes)
    {
        var text = new StringBuilder(Rich.TrimEnd().TrimEnd('}')).Append($",\"architectures\":[\"{architecture}\"]");
        foreach (var (key, value) in changes)
        {
            text.Append($",\"{key}\":{value}");
        }

        return text.Append('}').ToString();
    }

    private static bool ReadsOrIsRefused(string text)
    {
        try
        {
            var config = Encoding.UTF8.GetBytes(text);
            return ConfigReader.Read("org/model", config, config, "model").LayerGroups.Count > 0;
        }
        catch (InvalidInputException refused)
        {
            return refused.Errors.Count > 0;
        }
    }
}
