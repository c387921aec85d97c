using Plimsoll.Model.Models;

namespace Plimsoll.Model.Tests.Models;

public sealed class WindowTests
{
    [Theory]
    [InlineData("MistralForCausalLM", "4096", "4096 4096 4096 4096 4096 4096")]
    [InlineData("MistralForCausalLM", "null", "0 0 0 0 0 0")]
    [InlineData("MistralForCausalLM", "8192", "0 0 0 0 0 0")]
    [InlineData("GptOssForCausalLM", "128", "128 0 128 0 128 0")]
    [InlineData("Gemma3ForCausalLM", "512", "512 512 512 512 512 0")]
    [InlineData("Qwen2ForCausalLM", "4096", "0 0 0 0 0 0")]
    public void The_class_says_which_layers_are_windowed(string architecture, string window, string expected)
    {
        Assert.Equal(expected, Windows(ConfigText.Of(architecture, ("num_hidden_layers", "6"), ("sliding_window", window))));
    }

    [Fact]
    public void Qwen_windows_its_upper_layers_when_told_to()
    {
        var text = ConfigText.Of(
            "Qwen2ForCausalLM", ("sliding_window", "4096"), ("use_sliding_window", "true"), ("max_window_layers", "3"));
        Assert.Equal("0 0 0 4096", Windows(text));
    }

    [Fact]
    public void Llama_4_attends_in_chunks_but_for_every_fourth_layer()
    {
        Assert.Equal("4096 4096 4096 0", Windows(ConfigText.Of("Llama4ForCausalLM", ("attention_chunk_size", "4096"))));
    }

    [Fact]
    public void Listed_layer_types_win_over_the_class()
    {
        var types = """["full_attention", "full_attention", "sliding_attention", "chunked_attention"]""";
        Assert.Equal("0 0 128 128", Windows(ConfigText.Of("GptOssForCausalLM", ("sliding_window", "128"), ("layer_types", types))));
    }

    private static string Windows(string config)
    {
        var layers = ConfigText.Read(config).LayerGroups;

        // Groups are in order of first appearance; spread them again by asking each prefix of the model.
        var text = new List<int>();
        for (var count = 1; count <= layers.Sum(group => group.Count); count++)
        {
            var prefix = ConfigText.Read(config.Replace($"\"num_hidden_layers\":{layers.Sum(group => group.Count)}", $"\"num_hidden_layers\":{count}"));
            var sum = prefix.LayerGroups.Sum(group => group.Count * ((GroupedQueryAttention)group.Attention!).Window);
            text.Add(sum - text.Sum());
        }

        return string.Join(' ', text);
    }
}
