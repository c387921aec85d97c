using System.Globalization;
using System.Text;
using Plimsoll.Deployment.Dynamo;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;
using Plimsoll.Deployment.Shell;
using Plimsoll.Model.Backends;

namespace Plimsoll.Deployment.BareMetal;

/// <summary>
/// Bash scripts that start a deployment without Kubernetes: one for each node, to be run in the runtime image. Node 0 also runs the frontend;
/// etcd and NATS are expected there. Workers that span nodes find their leader through <c>NODE_IPS</c>.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="options">Names and ports.</param>
/// <param name="runtime">What will run.</param>
/// <param name="engines">The engines of its pools.</param>
public sealed class NodeScripts(DeploymentPlan plan, DeploymentOptions options, Runtime runtime, IReadOnlyList<EngineConfiguration> engines)
{
    private const int FirstSystemPort = 8081;
    private const int FirstChannelPort = 20_197;
    private const int FirstBootstrapPort = 8998;
    private const int LeaderPort = 29_500;
    private const int PortsOfWorker = 16; // one for each rank of attention
    private const string Here = "$PWD";

    /// <summary>The scripts by file name: <c>run_0.sh</c>, <c>run_1.sh</c>, …</summary>
    public IReadOnlyDictionary<string, string> Files()
    {
        var nodes = NodePlacement.Of(plan);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var node = 0; node < nodes.Count; node++)
        {
            files.Add($"run_{Number(node)}.sh", Script(node, nodes.Count, nodes[node]));
        }

        return files;
    }

    private string Script(int node, int nodes, IReadOnlyList<NodeShare> shares)
    {
        var script = new StringBuilder()
            .Append("#!/usr/bin/env bash\n")
            .Append($"# Node {node} of {nodes}. Runs inside {runtime.Image}.\n")
            .Append("set -euo pipefail\ncd \"$(dirname \"$0\")\"\ntrap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM\n\n")
            .Append(nodes == 1
                ? "export HEAD_NODE_IP=\"${HEAD_NODE_IP:-127.0.0.1}\"\n"
                : "export HEAD_NODE_IP=\"${HEAD_NODE_IP:?the address of node 0, where etcd and NATS run}\"\n");
        if (shares.Any(share => share.Pool.NodesPerWorker > 1))
        {
            script.Append($"IFS=, read -ra nodes <<< \"${{NODE_IPS:?the addresses of all {nodes} nodes in order, with commas between}}\"\n");
        }

        script.Append("export ETCD_ENDPOINTS=\"http://${HEAD_NODE_IP}:2379\"\nexport NATS_SERVER=\"nats://${HEAD_NODE_IP}:4222\"\n");
        if (node == 0)
        {
            Start(script, "frontend", [], ["python3", "-m", "dynamo.frontend", .. WorkerCommand.Frontend(options)], "");
        }

        for (var place = 0; place < shares.Count; place++)
        {
            Start(script, shares[place], place);
        }

        return script.Append("\nwait -n\n").ToString();
    }

    private void Start(StringBuilder script, NodeShare share, int place)
    {
        var engine = engines.First(engine => engine.Pool.Role == share.Pool.Role);
        var backend = engine.Version.Backend;
        var name = $"{share.Pool.Role.Name()} {Number(share.Worker)}";
        if (share.Pool.NodesPerWorker > 1 && backend == BackendKind.TensorRtLlm)
        {
            StartUnderMpi(script, share, engine, name);
            return;
        }

        List<string> variables =
        [
            $"CUDA_VISIBLE_DEVICES={string.Join(',', Enumerable.Range(share.FirstGpu, share.Gpus).Select(Number))}",
            $"DYN_SYSTEM_PORT={Number(FirstSystemPort + place)}",
        ];
        if (backend == BackendKind.Vllm)
        {
            variables.Add($"VLLM_NIXL_SIDE_CHANNEL_PORT={Number(FirstChannelPort + (place * PortsOfWorker))}");
        }

        var words = WorkerCommand.Arguments(plan, engine, runtime, options, ".", eventPortOffset: place * PortsOfWorker).ToList();
        if (backend == BackendKind.Sglang && share.Pool.Role == WorkerRole.Prefill)
        {
            words.AddRange(["--disaggregation-bootstrap-port", Number(FirstBootstrapPort + place)]);
        }

        Start(script, name, variables, [.. WorkerCommand.Command(engine), .. words], share.Pool.NodesPerWorker > 1 ? Span(share, backend) : "");
    }

    /// <summary>How the nodes of one worker find each other. The leader's address is a shell expression, so this part is not quoted.</summary>
    private static string Span(NodeShare share, BackendKind backend)
    {
        var leader = $"\"${{nodes[{Number(share.Leader)}]}}\"";
        var (nodes, rank, layout) = (share.Pool.NodesPerWorker, share.Rank, share.Pool.Plan.Layout);
        if (backend == BackendKind.Sglang)
        {
            return $" \\\n  --dist-init-addr {leader}:{LeaderPort} --nnodes {nodes} --node-rank {rank}";
        }

        var headless = rank > 0 ? " --headless" : "";
        if (layout.AttentionDp < nodes)
        {
            return $" \\\n  --master-addr {leader} --master-port {LeaderPort} --nnodes {nodes} --node-rank {rank}{headless}";
        }

        var local = layout.AttentionDp / nodes;
        var start = rank > 0 ? $" --data-parallel-start-rank {rank * local}" : "";
        return $" \\\n  --data-parallel-address {leader} --data-parallel-rpc-port {LeaderPort} --data-parallel-size-local {local}{start}{headless}";
    }

    // TensorRT-LLM starts the ranks of all nodes from the leader.
    private void StartUnderMpi(StringBuilder script, NodeShare share, EngineConfiguration engine, string name)
    {
        if (share.Rank > 0)
        {
            script.Append($"\n# Node {share.Leader} starts {name} here through MPI: image, folder and SSH keys must be the same on both.\nsleep infinity &\n");
            return;
        }

        var hosts = string.Join(',', Enumerable.Range(share.Leader, share.Pool.NodesPerWorker).Select(node => $"${{nodes[{node}]}}:{share.Gpus}"));
        var words = WorkerCommand.Command(engine)
            .Concat(WorkerCommand.Arguments(plan, engine, runtime, options, Here))
            .Select(word => word.StartsWith(Here, StringComparison.Ordinal) ? $"\"{word}\"" : ShellWords.Quote(word));
        script.Append($"\nmpirun -np {share.Pool.Plan.GpusPerWorker} --host \"{hosts}\" -x ETCD_ENDPOINTS -x NATS_SERVER \\\n  trtllm-llmapi-launch {string.Join(' ', words)}{Prefixed(name)}");
    }

    private static void Start(StringBuilder script, string name, IReadOnlyList<string> variables, IReadOnlyList<string> words, string rest)
    {
        script.Append('\n');
        foreach (var variable in variables)
        {
            script.Append(variable).Append(" \\\n");
        }

        script.Append(ShellWords.Lines(words, "  ")).Append(rest).Append(Prefixed(name));
    }

    private static string Prefixed(string name) => $" 2>&1 | sed -u {ShellWords.Quote($"s/^/[{name}] /")} &\n";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
