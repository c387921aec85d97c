using System.Globalization;
using System.Text;
using Plimsoll.Deployment.Benchmarks;
using Plimsoll.Deployment.Dynamo;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;

namespace Plimsoll.Deployment.Folders;

/// <summary>The README of a deployment's folder: what it is, the exact commands, and why each setting is what it is.</summary>
internal static class DeploymentPage
{
    public static string Write(
        DeploymentPlan plan, DeploymentOptions options, Runtime runtime, IReadOnlyList<EngineConfiguration> engines, IReadOnlyList<string> files, IReadOnlyList<string> notes)
    {
        var page = new StringBuilder();
        var name = DynamoNames.Deployment(plan, options);
        var configuration = plan.Configuration;
        page.Append($"# {plan.Request.Model} on {configuration.GpusUsed} GPUs of {string.Join(" and ", plan.Pools.Select(p => p.System.Name).Distinct(StringComparer.Ordinal))}: {configuration.Parallel}\n\n");
        page.Append($"{string.Join(" and ", plan.Pools.Select(Pool))} of {runtime.Engine} behind one frontend, planned for {configuration.Concurrency} requests in flight over all replicas.\n");
        page.Append(
            $"Predicted: TTFT {Ms(configuration.Verified?.TtftMs.Mean ?? configuration.TtftMs)} ms, TPOT {Ms(configuration.Verified?.TpotMs?.Mean ?? configuration.TpotMs)} ms, "
            + $"{Ms(configuration.Verified?.TokensPerSPerGpu ?? configuration.TokensPerSPerGpu)} tokens/s/gpu.\n");
        if (notes.Count > 0)
        {
            page.Append("\nTo know:\n\n").AppendJoin("", notes.Select(note => $"- {note}\n"));
        }

        Kubernetes(page, plan, options, name);
        Benchmark(page, plan, options, name, files);
        BareMetal(page, files);
        foreach (var engine in engines)
        {
            Engine(page, engine);
        }

        return page.ToString();
    }

    private static void Kubernetes(StringBuilder page, DeploymentPlan plan, DeploymentOptions options, string name)
    {
        var space = Namespace(options);
        page.Append("\n## On Kubernetes\n\nThe cluster needs the Dynamo operator");
        page.Append(options.RdmaResource is { } rdma && (plan.Pools.Count > 1 || plan.Pools.Any(pool => pool.NodesPerWorker > 1))
            ? $" and, for traffic between workers, an RDMA device plugin that offers `{rdma}`.\n"
            : ".\n");
        page.Append("\n```bash\n");
        if (options.TokenSecret is { } secret)
        {
            page.Append($"# once; any token will do for models that are not gated\nkubectl{space} create secret generic {secret} --from-literal=HF_TOKEN=\"$HF_TOKEN\"\n");
        }

        page.Append($"kubectl{space} apply -f k8s_deploy.yaml\n");
        page.Append($"kubectl{space} get dynamographdeployment {name}\nkubectl{space} get pods\n");
        page.Append($"kubectl{space} port-forward service/{name}-frontend {options.Port}:{options.Port}   # in another terminal\n");
        page.Append($"curl http://localhost:{options.Port}/v1/models\n");
        page.Append($"kubectl{space} delete -f k8s_deploy.yaml   # when done\n```\n");
        if (options.ModelCacheClaim is null)
        {
            page.Append("\nEvery pod downloads the model. With a ReadWriteMany claim, `--generator-set K8sConfig.k8s_pvc_name=CLAIM` keeps it.\n");
        }

        if (plan.Pools.Count > 1 && options.RdmaResource is not null)
        {
            page.Append("\nWorker logs must say that NIXL's UCX backend was instantiated; if only TCP shows up, KV caches do not travel by RDMA and first tokens come late.\n");
        }
    }

    private static void Benchmark(StringBuilder page, DeploymentPlan plan, DeploymentOptions options, string name, IReadOnlyList<string> files)
    {
        if (!files.Contains("k8s_bench.yaml", StringComparer.Ordinal) || BenchmarkLoad.Of(plan) is not { } load)
        {
            return;
        }

        var space = Namespace(options);
        page.Append("\n## Measure it\n\n");
        page.Append($"The job sends {load.Requests} requests, {BenchmarkLoad.RequestsPerConcurrency} for each of the {load.Concurrency} in flight over all replicas, after {load.Warmup} that do not count: ");
        page.Append("the experiment that the prediction is about. To load a single replica, divide both by the number of replicas.\n");
        page.Append($"\n```bash\nkubectl{space} apply -f k8s_bench.yaml\nkubectl{space} logs -f job/{name}-benchmark\nkubectl{space} delete -f k8s_bench.yaml\n```\n");
    }

    private static void BareMetal(StringBuilder page, IReadOnlyList<string> files)
    {
        var scripts = files.Where(file => file.StartsWith("run_", StringComparison.Ordinal)).ToList();
        page.Append("\n## Without Kubernetes\n\nInside the runtime image, with etcd (2379) and NATS with JetStream (4222) running on node 0:\n\n```bash\n");
        page.AppendJoin("", scripts.Select((script, node) => $"bash {script}   # on node {node}\n"));
        page.Append("bash bench_run.sh   # once the frontend lists the model\n```\n");
    }

    private static void Engine(StringBuilder page, EngineConfiguration engine)
    {
        page.Append($"\n## Why: {engine.Pool.Role.Name()} workers\n\n| setting | value | because |\n| --- | --- | --- |\n");
        foreach (var argument in engine.Arguments)
        {
            var reason = argument.Source == ArgumentSource.User ? $"you said so ({argument.Reason})" : argument.Reason;
            page.Append($"| `{argument.Spelling.Name}` | {argument.Shown} | {reason} |\n");
        }

        var memory = engine.Pool.Plan.Memory;
        page.Append("\nMemory of a GPU, GiB: ");
        page.Append($"weights {Gib(memory.WeightsGib)}, activations {Gib(memory.ActivationGib)}, CUDA graphs {Gib(memory.GraphGib)}, ");
        page.Append($"communication {Gib(memory.CommunicationGib)}, framework {Gib(memory.FrameworkGib)}; the KV cache holds {Gib(memory.KvGib)} at the planned load and {Gib(memory.KvCapacityGib)} at most, of {Gib(memory.DeviceGib)} in all.\n");
    }

    private static string Pool(WorkerPool pool)
    {
        var what = pool.Role == WorkerRole.Agg ? "worker" : $"{pool.Role.Name()} worker";
        return $"{pool.Workers} {what}{(pool.Workers == 1 ? "" : "s")} ({pool.Plan.Parallel}, {pool.Plan.GpusPerWorker} GPU{(pool.Plan.GpusPerWorker == 1 ? "" : "s")}{(pool.NodesPerWorker > 1 ? $" on {pool.NodesPerWorker} nodes" : "")})";
    }

    private static string Namespace(DeploymentOptions options) => options.Namespace is { } space ? $" -n {space}" : "";

    private static string Ms(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Gib(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
