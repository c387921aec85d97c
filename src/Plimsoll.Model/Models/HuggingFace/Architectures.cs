using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>The model classes that are known. A class missing here is refused by name: its shape cannot be guessed from the keys.</summary>
internal static class Architectures
{
    private static readonly ClassDefaults Gemma3 = new()
    {
        Heads = 8,
        KvHeads = 4,
        HeadDim = 256,
        Vocabulary = 262208,
        Positions = 131072,
    };

    private static readonly Architecture[] Known =
    [
        // Dense, gated.
        new("LlamaForCausalLM", "llama"),
        new("MistralForCausalLM", "mistral"),
        new("Mistral3ForConditionalGeneration", "mistral3"),
        new("Qwen2ForCausalLM", "qwen2") { Windows = WindowRule.FromMaxWindowLayer },
        new("Qwen2_5_VLForConditionalGeneration", "qwen2_5_vl") { Windows = WindowRule.FromMaxWindowLayer },
        new("Qwen3ForCausalLM", "qwen3") { QkNorm = true, Windows = WindowRule.FromMaxWindowLayer },
        new("Qwen3VLForConditionalGeneration", "qwen3_vl") { QkNorm = true },
        new("MiMoForCausalLM", "mimo") { Windows = WindowRule.FromMaxWindowLayer },
        new("Phi3ForCausalLM", "phi3"),
        new("DeciLMForCausalLM", "nemotron-nas"),
        new("GlmForCausalLM", "glm"),
        new("Glm4ForCausalLM", "glm4"),
        new("GraniteForCausalLM", "granite"),
        new("InternLM2ForCausalLM", "internlm2"),
        new("InternLM3ForCausalLM", "internlm3"),
        new("CohereForCausalLM", "cohere") { TiedByDefault = true },
        new("Olmo2ForCausalLM", "olmo2") { QkNorm = true },
        new("SeedOssForCausalLM", "seed_oss"),
        new("GemmaForCausalLM", "gemma") { TiedByDefault = true },
        new("Gemma2ForCausalLM", "gemma2") { TiedByDefault = true, Windows = WindowRule.EvenLayers },
        new("Gemma3ForCausalLM", "gemma3_text")
        {
            TiedByDefault = true, QkNorm = true, Windows = WindowRule.AllButEveryNth, GlobalLayerInterval = 6, Defaults = Gemma3,
        },
        new("Gemma3ForConditionalGeneration", "gemma3")
        {
            TiedByDefault = true, QkNorm = true, Windows = WindowRule.AllButEveryNth, GlobalLayerInterval = 6, Defaults = Gemma3,
        },

        // Dense, without a gate.
        new("NemotronForCausalLM", "nemotron") { Gated = false },
        new("PhiForCausalLM", "phi") { Gated = false, WidthIsFourTimesHidden = true },
        new("GPTNeoXForCausalLM", "gpt_neox") { Gated = false },
        new("GPT2LMHeadModel", "gpt2") { Gated = false, TiedByDefault = true, WidthIsFourTimesHidden = true, LearnedPositionOffset = 0 },
        new("GPTJForCausalLM", "gptj") { Gated = false, WidthIsFourTimesHidden = true },
        new("GPTBigCodeForCausalLM", "gpt_bigcode")
        {
            Gated = false, TiedByDefault = true, WidthIsFourTimesHidden = true, LearnedPositionOffset = 0, MultiQueryByDefault = true,
        },
        new("Starcoder2ForCausalLM", "starcoder2") { Gated = false, TiedByDefault = true },
        new("OPTForCausalLM", "opt") { Gated = false, TiedByDefault = true, LearnedPositionOffset = 2 },

        // Mixture of experts.
        new("MixtralForCausalLM", "mixtral"),
        new("PhiMoEForCausalLM", "phimoe"),
        new("Qwen2MoeForCausalLM", "qwen2_moe") { Windows = WindowRule.FromMaxWindowLayer },
        new("Qwen3MoeForCausalLM", "qwen3_moe") { QkNorm = true, Windows = WindowRule.FromMaxWindowLayer },
        new("Qwen3VLMoeForConditionalGeneration", "qwen3_vl_moe") { QkNorm = true },
        new("GptOssForCausalLM", "gpt_oss") { Windows = WindowRule.EvenLayers },
        new("Llama4ForConditionalGeneration", "llama4")
        {
            Windows = WindowRule.AllButEveryNth, GlobalLayerInterval = 4, SharedExpertOfFullWidth = true, BalancedRouter = true,
        },
        new("Llama4ForCausalLM", "llama4_text")
        {
            Windows = WindowRule.AllButEveryNth, GlobalLayerInterval = 4, SharedExpertOfFullWidth = true, BalancedRouter = true,
        },
        new("MiniMaxM2ForCausalLM", "minimax_m2"),
        new("Glm4MoeForCausalLM", "glm4_moe") { BalancedRouter = true },
        new("Glm4vMoeForConditionalGeneration", "glm4v_moe") { BalancedRouter = true },
        new("DeepseekForCausalLM", "deepseek"),

        // Latent, sparse, compressed, recurrent and hybrid attention; drafts and nested models, which are not priced.
        new("DeepseekV2ForCausalLM", "deepseek_v2"),
        new("DeepseekV3ForCausalLM", "deepseek_v3") { BalancedRouter = true },
        new("DeepseekV32ForCausalLM", "deepseek_v32") { BalancedRouter = true },
        new("DeepseekV4ForCausalLM", "deepseek_v4") { BalancedRouter = true },
        new("GlmMoeDsaForCausalLM", "glm_moe_dsa") { BalancedRouter = true },
        new("KimiK25ForConditionalGeneration", "kimi_k25") { BalancedRouter = true },
        new("KimiK3ForConditionalGeneration", "kimi_k3") { BalancedRouter = true },
        new("MiniMaxM3ForCausalLM", "minimax_m3") { QkNorm = true, BalancedRouter = true },
        new("MiniMaxM3SparseForConditionalGeneration", "minimax_m3_vl") { QkNorm = true, BalancedRouter = true },
        new("NemotronHForCausalLM", "nemotron_h") { Gated = false },
        new("Qwen3NextForCausalLM", "qwen3_next") { QkNorm = true, AttentionGate = OutputGate.PerValue },
        new("Qwen3_5ForConditionalGeneration", "qwen3_5") { QkNorm = true },
        new("Qwen3_5MoeForConditionalGeneration", "qwen3_5_moe") { QkNorm = true },
        new("MiMoV2FlashForCausalLM", "mimo_v2_flash") { BalancedRouter = true },
        new("Step3p7FlashForCausalLM", "step3p7") { AttentionGate = OutputGate.PerHead, BalancedRouter = true },
        new("Gemma3nForConditionalGeneration", "gemma3n") { TiedByDefault = true, UnpricedAttention = "attention of a nested model (MatFormer)" },
        new("Gemma4ForConditionalGeneration", "gemma4")
        {
            TiedByDefault = true, QkNorm = true, SharedExpertOfFullWidth = true, BalancedRouter = true,
        },
        new("LlamaForCausalLMEagle3", "eagle3") { Unsupported = "a draft model for speculative decoding, not served on its own" },
        new("EagleLlamaForCausalLM", "eagle") { Unsupported = "a draft model for speculative decoding, not served on its own" },
        new("MedusaModel", "medusa") { Unsupported = "a draft model for speculative decoding, not served on its own" },
    ];

    /// <summary>The class of that name or, when a configuration names none, of that model type; null when unknown.</summary>
    public static Architecture? Find(string? name, string? modelType)
    {
        foreach (var architecture in Known)
        {
            if (name is null ? architecture.ModelType == modelType : architecture.Name == name)
            {
                return architecture;
            }
        }

        return null;
    }

    /// <summary>The refusal of an unknown class, with the nearest known one.</summary>
    public static string Unknown(string name)
    {
        var near = NearestName.Find(name, Known.Select(architecture => architecture.Name));
        return $"the architecture {name}" + (near is null ? "" : $" (the nearest known one is {near})");
    }
}
