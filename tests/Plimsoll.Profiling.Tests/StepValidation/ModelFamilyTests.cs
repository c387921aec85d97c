using Plimsoll.Model.Models;
using Plimsoll.Profiling.StepValidation;

namespace Plimsoll.Profiling.Tests.StepValidation;

public sealed class ModelFamilyTests
{
    [Theory]
    [InlineData("LlamaForCausalLM", "llama")]
    [InlineData("Qwen3MoeForCausalLM", "qwen3_moe")]
    [InlineData("Llama4ForConditionalGeneration", "llama4")]
    [InlineData("GptOssForCausalLM", "gpt_oss")]
    [InlineData("GPT2LMHeadModel", "gpt2_lmhead_model")]
    public void The_family_is_the_architecture_without_its_task(string architecture, string family) =>
        Assert.Equal(family, ModelFamily.Of(new ModelSpec
        {
            Id = "m/x",
            Architecture = architecture,
            LayerGroups = [],
            HiddenSize = 1,
            VocabularySize = 1,
            MaxPositions = 1,
        }));
}
