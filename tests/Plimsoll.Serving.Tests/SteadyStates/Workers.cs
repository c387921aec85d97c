using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.SteadyStates;

/// <summary>A random worker with a random load: what the properties of the steady state quantify over.</summary>
internal sealed record Workers(SyntheticEngine Engine, EnginePolicy Policy, RequestShape Request, int Requests)
{
    public static Gen<Workers> Any { get; } =
        from backend in Gen.Elements(BackendKind.Vllm, BackendKind.Sglang, BackendKind.TensorRtLlm)
        from pp in Gen.Elements(1, 1, 2)
        from dp in Gen.Elements(1, 1, 4)
        from isl in Gen.Elements(1, 50, 300, 1024, 4000, 8192, 30_000)
        from osl in Gen.Elements(1, 2, 16, 200, 1000)
        from prefixShare in Gen.Elements(0, 0, 30, 90)
        from weights in Gen.Choose(1, 40)
        from token in Gen.Choose(1, 200)
        from pair in Gen.Choose(0, 50)
        from cached in Gen.Choose(1, 200)
        from path in Gen.Elements(0, 3, 25)
        from kv in Gen.Elements(60_000, 400_000, 3_000_000)
        from budget in Gen.Elements(1024, 8192, 16_384)
        from sequences in Gen.Elements(4, 64, 512)
        from requests in Gen.Choose(1, 600)
        let engine = new SyntheticEngine
        {
            Layout = new ParallelLayout(1, pp, dp),
            Version = new EngineVersion(backend, "1.0.0"),
            WeightsMs = weights,
            TokenMs = token / 1000.0,
            PairMs = pair * 1e-7,
            CachedTokenMs = cached * 1e-6,
            RequestPathMs = path,
            KvTokens = kv,
        }
        let policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout) with { MaxBatchedTokens = budget, MaxSequences = sequences }
        select new Workers(engine, policy, new RequestShape(isl, osl, isl * prefixShare / 100), requests);

    public EngineLimits Limits => Policy.LimitsFor(Request.TotalTokens);

    public override string ToString() =>
        $"{Policy.Composition} {Engine.Layout} isl {Request.Isl} osl {Request.Osl} prefix {Request.Prefix} c {Requests} budget {Policy.MaxBatchedTokens} "
        + $"seqs {Policy.MaxSequences} kv {Engine.KvTokens} path {Engine.RequestPathMs} weights {Engine.WeightsMs} token {Engine.TokenMs} "
        + $"pair {Engine.PairMs} cached {Engine.CachedTokenMs}";

    public AggregatedSteadyState Solve() => new(Engine, Policy, Limits, Request);
}
