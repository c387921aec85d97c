using Plimsoll.Model.Backends;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>Prompts that share text, through the whole simulation.</summary>
public sealed class PrefixSharingTests
{
    private static readonly PromptContent SystemPrompt = new([new PromptSegment(1, 1600)]);

    [Theory]
    [InlineData(BackendKind.Vllm, 1600)]
    [InlineData(BackendKind.Sglang, 1600)]
    [InlineData(BackendKind.TensorRtLlm, 1600)]
    public void A_later_prompt_finds_the_shared_beginning(BackendKind backend, int hit)
    {
        var engine = new SyntheticEngine { Version = new EngineVersion(backend, "1.2.0") };
        var (counts, recording) = Serve.Run(engine, new SharedPrompts(0, 5000));
        Assert.Equal([0, hit], recording.Outcomes.Select(o => o.CachedTokens));
        Assert.Equal(0, counts.KvBlocksHeld);
    }

    [Fact]
    public void Prompts_of_one_step_share_what_the_first_computes()
    {
        var (_, recording) = Serve.Run(new SyntheticEngine(), new SharedPrompts(0, 0, 0));
        Assert.Equal(2000 + 400 + 400, recording.Steps[0].PrefillTokens);
    }

    [Fact]
    public void Without_prefix_caching_nothing_is_found()
    {
        var workers = Serve.Group(new SyntheticEngine(), policy => policy with { PrefixCaching = false });
        var (_, recording) = Serve.Run(workers, new SharedPrompts(0, 5000));
        Assert.All(recording.Outcomes, o => Assert.Equal(0, o.CachedTokens));
    }

    /// <summary>Prompts of 2,000 tokens that begin with the same 1,600.</summary>
    private sealed class SharedPrompts(params double[] timesMs) : IRequestSource
    {
        private int _sent;

        public double NextSendMs => _sent < timesMs.Length ? timesMs[_sent] : double.PositiveInfinity;

        public bool IsExhausted => _sent == timesMs.Length;

        public ClientRequest Send()
        {
            var sent = _sent++;
            return new ClientRequest { Id = sent, SentMs = timesMs[sent], Isl = 2000, Osl = 5, Content = SystemPrompt, Session = -1 };
        }

        public void Finished(in ClientRequest request, double nowMs)
        {
        }
    }
}
