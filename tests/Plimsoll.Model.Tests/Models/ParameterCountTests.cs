using Plimsoll.Model.Models;

namespace Plimsoll.Model.Tests.Models;

public sealed class ParameterCountTests
{
    [Theory]
    [InlineData("meta-llama/Meta-Llama-3.1-8B", 8.03)]
    [InlineData("meta-llama/Meta-Llama-3.1-70B", 70.55)]
    [InlineData("meta-llama/Meta-Llama-3.1-405B", 405.9)]
    [InlineData("Qwen/Qwen3-0.6B", 0.596)]
    [InlineData("Qwen/Qwen3-32B", 32.76)]
    [InlineData("Qwen/Qwen3-30B-A3B", 30.53)]
    [InlineData("Qwen/Qwen3-235B-A22B", 235.1)]
    [InlineData("Qwen/Qwen3-Coder-480B-A35B-Instruct", 480.2)]
    [InlineData("mistralai/Mixtral-8x7B-v0.1", 46.70)]
    [InlineData("mistralai/Mixtral-8x22B-v0.1", 140.6)]
    [InlineData("openai/gpt-oss-120b", 116.8)]
    [InlineData("openai/gpt-oss-20b", 20.91)]
    [InlineData("MiniMaxAI/MiniMax-M2.5", 228.7)]
    [InlineData("meta-llama/Llama-4-Maverick-17B-128E-Instruct", 400.7)]
    [InlineData("meta-llama/Llama-4-Scout-17B-16E-Instruct", 107.8)]
    [InlineData("nvidia/Llama-3_3-Nemotron-Super-49B-v1", 49.87)]
    [InlineData("XiaomiMiMo/MiMo-7B-Base", 7.62)]
    [InlineData("deepseek-ai/DeepSeek-V3", 671.0)]
    [InlineData("moonshotai/Kimi-K2-Instruct", 1026.4)]
    [InlineData("Qwen/Qwen3.5-397B-A17B", 396.5)]
    [InlineData("Qwen/Qwen3.5-27B", 26.9)]
    [InlineData("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", 31.6)]
    [InlineData("nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", 120.6)]
    [InlineData("nvidia/Nemotron-H-56B-Base-8K", 56.3)]
    [InlineData("google/gemma-4-26B-A4B", 25.2)]
    [InlineData("nvidia/Gemma-4-31B-IT-NVFP4", 30.7)]
    [InlineData("deepseek-ai/DeepSeek-V4-Flash", 284)]
    [InlineData("zai-org/GLM-5", 744)]
    [InlineData("XiaomiMiMo/MiMo-V2-Flash", 309)]
    [InlineData("stepfun-ai/Step-3.7-Flash", 196)]
    public void The_shape_adds_up_to_the_published_number_of_parameters(string id, double billions)
    {
        var counted = ParameterCount.Total(SharedConfigs.Read(id)) / 1e9;
        Assert.InRange(counted, 0.995 * billions, 1.005 * billions);
    }

    [Theory]
    [InlineData("Qwen/Qwen3-30B-A3B", 3.3)]
    [InlineData("Qwen/Qwen3-235B-A22B", 22)]
    [InlineData("openai/gpt-oss-120b", 5.7)]
    [InlineData("mistralai/Mixtral-8x7B-v0.1", 12.9)]
    [InlineData("meta-llama/Llama-4-Scout-17B-16E-Instruct", 17.2)]
    [InlineData("deepseek-ai/DeepSeek-V3", 37.5)]
    [InlineData("Qwen/Qwen3.5-397B-A17B", 17.2)]
    [InlineData("nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", 12.7)]
    [InlineData("google/gemma-4-26B-A4B", 3.8)]
    public void A_token_passes_the_published_number_of_active_parameters(string id, double billions)
    {
        var counted = ParameterCount.Active(SharedConfigs.Read(id)) / 1e9;
        Assert.InRange(counted, 0.98 * billions, 1.02 * billions);
    }

    [Theory]
    [InlineData("Qwen/Qwen3-VL-2B-Instruct", 2.127)]
    [InlineData("Qwen/Qwen3-VL-8B-Instruct", 8.767)]
    public void With_its_tower_a_multimodal_model_is_complete(string id, double billions)
    {
        var model = SharedConfigs.Read(id);
        var counted = (ParameterCount.Total(model) + (model.UnpricedWeightBytes / 2)) / 1e9;
        Assert.InRange(counted, 0.995 * billions, 1.005 * billions);
    }
}
