using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Serving.Paths;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>A random engine under a random load: what the laws of the simulation quantify over.</summary>
internal sealed record Scenario(
    SyntheticEngine Engine, EnginePolicy Policy, RequestPath Path, long KvTokens, int Workers, int Clients, int Isl, int Osl, int Requests, int Seed)
{
    public static Gen<Scenario> Any { get; } =
        from backend in Gen.Elements(BackendKind.Vllm, BackendKind.Sglang, BackendKind.TensorRtLlm)
        from admission in Gen.Elements(KvAdmission.OnDemand, KvAdmission.OnDemand, KvAdmission.WholeSequence)
        from pp in Gen.Elements(1, 1, 2, 4)
        from dp in Gen.Elements(1, 1, 3)
        from workers in Gen.Elements(1, 1, 2)
        from ahead in Gen.Elements(true, false)
        from mixedChunk in Gen.Elements(true, false)
        from threshold in Gen.Elements(0, 0, 64)
        from budget in Gen.Elements(128, 512, 8192)
        from seats in Gen.Elements(4, 64)
        from block in Gen.Elements(1, 16)
        from launch in Gen.Elements(0, 0, 20)
        from clients in Gen.Choose(1, 40)
        from isl in Gen.Elements(1, 30, 300, 2000)
        from osl in Gen.Elements(1, 2, 40, 150)
        from scarcity in Gen.Elements(1, 2, 10, 1000)
        from requests in Gen.Choose(1, 120)
        from path in Gen.Elements(RequestPath.None, new RequestPath(2, 3, 1))
        from seed in Gen.Choose(0, 1000)
        let engine = new SyntheticEngine
        {
            Layout = new ParallelLayout(1, pp, dp),
            Version = new EngineVersion(backend, "1.0.0"),
            LaunchOfPromptsMs = launch,
        }
        let policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout) with
        {
            KvAdmission = backend == BackendKind.Sglang ? KvAdmission.OnDemand : admission,
            AsyncScheduling = ahead,
            MixedChunk = mixedChunk,
            LongPrefillTokenThreshold = threshold,
            MaxBatchedTokens = budget,
            MaxSequences = seats,
            KvBlockTokens = block,
        }
        select new Scenario(engine, policy, path, scarcity * (isl + osl + 16L), workers, clients, isl, osl, requests, seed);

    public Func<long, RequestShape> Shapes => Simulation.Clients.Varied(Isl, Osl, Seed);

    public WorkerGroup Group => new(Engine, Policy, Policy.LimitsFor(Isl + Osl), Path, Workers) { KvTokens = KvTokens };

    public (SimulationCounts Counts, Recording Recording) Run() => Serve.Run(Group, Simulation.Clients.Closed(Clients, Requests, Shapes));

    /// <summary>What the prompt takes on an engine that has nothing else to do.</summary>
    public double PrefillAloneMs(int isl)
    {
        var ms = 0.0;
        var piece = Policy is { LongPrefillTokenThreshold: > 0, Composition: StepComposition.Mixed }
            ? Math.Min(Policy.LongPrefillTokenThreshold, Policy.MaxBatchedTokens)
            : Policy.MaxBatchedTokens;
        for (var done = 0; done < isl; done += piece)
        {
            ms += Engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(Math.Min(piece, isl - done), done)));
        }

        // Pieces of one prompt pass the pipeline one behind the other.
        return ms / Engine.Layout.Pp;
    }

    public override string ToString() =>
        $"{Engine.Version.Backend} {Engine.Layout} {Policy.KvAdmission} ahead {Policy.AsyncScheduling} mixed {Policy.MixedChunk} threshold {Policy.LongPrefillTokenThreshold} "
        + $"budget {Policy.MaxBatchedTokens} seats {Policy.MaxSequences} block {Policy.KvBlockTokens} launch {Engine.LaunchOfPromptsMs} kv {KvTokens} workers {Workers} "
        + $"clients {Clients} isl {Isl} osl {Osl} requests {Requests} path {Path.ServiceMs} seed {Seed}";
}
