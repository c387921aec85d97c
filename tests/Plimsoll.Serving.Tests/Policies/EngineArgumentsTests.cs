using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Policies.EngineFlags;
using Plimsoll.Serving.Tests.Engines;

namespace Plimsoll.Serving.Tests.Policies;

public sealed class EngineArgumentsTests
{
    private readonly List<ValidationError> _errors = [];
    private readonly List<string> _notes = [];

    [Fact]
    public void Launch_flags_of_vllm_change_its_policy_and_limits()
    {
        var settings = Read(BackendKind.Vllm, "--max-num-batched-tokens 2048 --gpu-memory-utilization=0.17 --max_model_len 8K --no-enable-prefix-caching --max-num-seqs 64");
        var policy = settings.On(Policy(BackendKind.Vllm));

        Assert.Empty(_errors);
        Assert.Equal((2048, 64, 0.17, false), (policy.MaxBatchedTokens, policy.MaxSequences, policy.MemoryFraction, policy.PrefixCaching));
        Assert.Equal(128, policy.MaxGraphTokens);
        Assert.Equal(8192, settings.MaxSequenceTokens);
    }

    [Fact]
    public void Launch_flags_of_sglang_change_its_policy()
    {
        var settings = Read(BackendKind.Sglang, "--chunked-prefill-size -1 --mem-fraction-static 0.8 --enable-mixed-chunk --disable-radix-cache --max-total-tokens 5000");
        var policy = settings.On(Policy(BackendKind.Sglang));

        Assert.Empty(_errors);
        Assert.Equal((false, 0.8, true, false), (policy.ChunkedPrefill, policy.MemoryFraction, policy.MixedChunk, policy.PrefixCaching));
        Assert.Equal(5000, settings.FixedKvTokens(policy));
    }

    [Fact]
    public void Launch_flags_of_tensorrt_llm_change_its_policy()
    {
        var policy = Read(BackendKind.TensorRtLlm, "--max_num_tokens 4096 --max_batch_size 32 --kv_cache_free_gpu_memory_fraction 0.5 --kv-cache-dtype fp8")
            .On(Policy(BackendKind.TensorRtLlm));

        Assert.Empty(_errors);
        Assert.Equal((4096, 32, 0.5), (policy.MaxBatchedTokens, policy.MaxSequences, policy.MemoryFraction));
    }

    [Fact]
    public void A_list_takes_all_its_values_and_the_order_of_flags_does_not_matter()
    {
        var first = Read(BackendKind.Vllm, "--cudagraph-capture-sizes 4 2 1 --max-num-seqs 300").On(Policy(BackendKind.Vllm));
        var second = Read(BackendKind.Vllm, "--max-num-seqs 300 --cudagraph-capture-sizes 1,2,4").On(Policy(BackendKind.Vllm));

        Assert.Empty(_errors);
        Assert.Equal([1, 2, 4], first.GraphSizes);
        Assert.Equal(first.GraphSizes, second.GraphSizes);
    }

    [Fact]
    public void Blocks_that_are_fixed_hold_as_many_tokens_as_blocks_are_long()
    {
        var settings = Read(BackendKind.Vllm, "--num-gpu-blocks-override 100 --block-size 32");

        Assert.Equal(3200, settings.FixedKvTokens(settings.On(Policy(BackendKind.Vllm))));
    }

    [Fact]
    public void A_flag_that_makes_no_difference_is_noted_and_its_value_is_not_taken_for_anything_else()
    {
        Read(BackendKind.Vllm, "--kv-transfer-config '{\"kv_connector\": \"NixlConnector\"}' --trust-remote-code --port 8000");

        Assert.Empty(_errors);
        Assert.Equal(3, _notes.Count);
        Assert.StartsWith("engine flag --port has no effect on the simulation: ", _notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-num-batchd-tokens 5", "did you mean '--max-num-batched-tokens'?")]
    [InlineData("--max-num-seqs 0", "--max-num-seqs: '0' is not a whole number from 1 on")]
    [InlineData("--max-num-seqs", "--max-num-seqs needs a value")]
    [InlineData("--gpu-memory-utilization 1.5", "'1.5' is not a number above 0 and up to 1")]
    [InlineData("--gpu-memory-utilization NaN", "'NaN' is not a number above 0 and up to 1")]
    [InlineData("--enforce-eager=yes", "--enforce-eager takes no value, not 'yes'")]
    [InlineData("--enforce-eager yes", "'yes' belongs to no flag")]
    [InlineData("--max-num-seqs 5 --max_num_seqs 6", "--max-num-seqs is given more than once")]
    [InlineData("--kv-cache-dtype int3", "'int3' is not one of auto,")]
    [InlineData("-tp 2", "the layout is given with --parallel")]
    [InlineData("--speculative-config {}", "it is not simulated yet")]
    public void A_flag_that_cannot_be_taken_is_refused_with_its_reason(string arguments, string expected)
    {
        Read(BackendKind.Vllm, arguments);

        Assert.Contains(expected, Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BackendKind.Vllm)]
    [InlineData(BackendKind.Sglang)]
    [InlineData(BackendKind.TensorRtLlm)]
    public void Every_flag_of_a_table_has_one_meaning(BackendKind backend)
    {
        var flags = EngineArguments.Of(backend);

        Assert.Equal(flags.SelectMany(flag => flag.Spellings).Count(), flags.SelectMany(flag => flag.Spellings).Distinct().Count());
        Assert.All(flags, flag => Assert.Single(new object?[] { flag.Apply, flag.WithoutEffect, flag.Refused }.OfType<object>()));
    }

    [Fact]
    public void Without_flags_nothing_changes()
    {
        var policy = Policy(BackendKind.Vllm);

        Assert.Same(policy, Read(BackendKind.Vllm, "  ").On(policy));
    }

    private EngineSettings Read(BackendKind backend, string text) => EngineArguments.Read(backend, text, "--engine-args", _errors, _notes);

    private static EnginePolicy Policy(BackendKind backend) => EnginePolicies.For(new EngineVersion(backend, "1.0.0"), Systems.Node(), new(1));
}
