using System.Text;
using System.Text.Json.Nodes;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.HuggingFace;

namespace Plimsoll.Model.Tests.Models;

/// <summary>A small Llama-like configuration with changes.</summary>
internal static class ConfigText
{
    public const string Llama = """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 1024, "intermediate_size": 4096,
          "num_hidden_layers": 4, "num_attention_heads": 16, "num_key_value_heads": 4, "vocab_size": 32000,
          "max_position_embeddings": 8192, "tie_word_embeddings": false
        }
        """;

    /// <summary>The configuration with keys set to JSON values; a null value removes the key.</summary>
    public static string With(params (string Key, string? Json)[] changes)
    {
        var config = JsonNode.Parse(Llama)!.AsObject();
        foreach (var (key, json) in changes)
        {
            config.Remove(key);
            if (json is not null)
            {
                config[key] = JsonNode.Parse(json);
            }
        }

        return config.ToJsonString();
    }

    /// <summary>The same for another architecture class.</summary>
    public static string Of(string architecture, params (string Key, string? Json)[] changes) =>
        With([("architectures", $"[\"{architecture}\"]"), .. changes]);

    public static ModelSpec Read(string config, string quant = "") =>
        ConfigReader.Read("org/model", Encoding.UTF8.GetBytes(config), Encoding.UTF8.GetBytes(quant), "model");
}
