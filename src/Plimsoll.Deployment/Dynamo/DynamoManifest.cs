using System.Globalization;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;
using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Backends;

namespace Plimsoll.Deployment.Dynamo;

/// <summary>
/// A <c>DynamoGraphDeployment</c> (nvidia.com/v1alpha1): a frontend and one service for each pool of workers. Engines that read a file get
/// it from a ConfigMap in a document before.
/// </summary>
public sealed class DynamoManifest
{
    private const string ApiVersion = "nvidia.com/v1alpha1";
    private const string ConfigFolder = "/etc/engine";
    private const string ConfigVolume = "engine-config";

    private readonly DeploymentPlan _plan;
    private readonly DeploymentOptions _options;
    private readonly Runtime _runtime;
    private readonly IReadOnlyList<EngineConfiguration> _engines;
    private readonly string _name;

    private DynamoManifest(DeploymentPlan plan, DeploymentOptions options, Runtime runtime, IReadOnlyList<EngineConfiguration> engines)
    {
        (_plan, _options, _runtime, _engines) = (plan, options, runtime, engines);
        _name = DynamoNames.Deployment(plan, options);
    }

    /// <summary>The documents: ConfigMap first where engines read a file, then the deployment.</summary>
    public static IReadOnlyList<YamlMap> Documents(
        DeploymentPlan plan, DeploymentOptions options, Runtime runtime, IReadOnlyList<EngineConfiguration> engines)
    {
        var manifest = new DynamoManifest(plan, options, runtime, engines);
        return engines.Any(engine => engine.IsFile) ? [manifest.ConfigMap(), manifest.Deployment()] : [manifest.Deployment()];
    }

    private YamlMap ConfigMap()
    {
        var data = new YamlMap();
        foreach (var engine in _engines)
        {
            data.Add(engine.FileName, YamlWriter.Write(engine.File()));
        }

        return new YamlMap { { "apiVersion", "v1" }, { "kind", "ConfigMap" }, { "metadata", Metadata($"{_name}-engine") }, { "data", data } };
    }

    private YamlMap Deployment()
    {
        var services = new YamlMap { { DynamoNames.Frontend, Frontend() } };
        foreach (var engine in _engines)
        {
            services.Add(DynamoNames.Worker(engine.Version.Backend, engine.Pool.Role), Worker(engine));
        }

        return new YamlMap
        {
            { "apiVersion", ApiVersion },
            { "kind", "DynamoGraphDeployment" },
            { "metadata", Metadata(_name) },
            {
                "spec",
                new YamlMap
                {
                    { "backendFramework", _runtime.Engine.Backend.Name() },
                    { "pvcs", _options.ModelCacheClaim is { } claim ? new YamlList { new YamlMap { { "name", claim }, { "create", false } } } : null },
                    { "services", services },
                }
            },
        };
    }

    private YamlMap Metadata(string name) => new() { { "name", name }, { "namespace", Text(_options.Namespace) } };

    private YamlMap Frontend()
    {
        var service = new YamlMap { { "envFromSecret", Text(_options.TokenSecret) }, { "componentType", "frontend" }, { "replicas", 1 } };
        AddCache(service, []);
        service.Add("extraPodSpec", new YamlMap
        {
            { "imagePullSecrets", PullSecrets() },
            { "mainContainer", Container(["python3", "-m", "dynamo.frontend"], WorkerCommand.Frontend(_options)) },
        });
        return service;
    }

    private YamlMap Worker(EngineConfiguration engine)
    {
        var pool = engine.Pool;
        var usesRdma = _options.RdmaResource is not null && (pool.Role != WorkerRole.Agg || pool.NodesPerWorker > 1);
        var service = new YamlMap
        {
            { "envFromSecret", Text(_options.TokenSecret) },
            { "componentType", "worker" },
            { "subComponentType", Text(pool.Role == WorkerRole.Agg ? null : pool.Role.Name()) },
            { "replicas", pool.Workers },
            { "resources", Gpus(pool) },
            { "sharedMemory", new YamlMap { { "size", _options.SharedMemory ?? SharedMemory(engine.Version.Backend) } } },
            { "multinode", pool.NodesPerWorker > 1 ? new YamlMap { { "nodeCount", pool.NodesPerWorker } } : null },
        };
        AddCache(service, usesRdma && pool.Role != WorkerRole.Agg ? Ucx() : []);
        service.Add("extraPodSpec", Pod(engine, usesRdma));
        return service;
    }

    private YamlMap Pod(EngineConfiguration engine, bool usesRdma)
    {
        var container = Container(WorkerCommand.Command(engine), WorkerCommand.Arguments(_plan, engine, _runtime, _options, ConfigFolder));
        if (usesRdma)
        {
            var devices = new YamlMap { { _options.RdmaResource!, Number(engine.Pool.GpusPerNode) } };
            container.Add("securityContext", new YamlMap { { "capabilities", new YamlMap { { "add", new YamlList { "IPC_LOCK" } } } } });
            container.Add("resources", new YamlMap { { "limits", devices }, { "requests", devices } });
        }

        if (engine.IsFile)
        {
            container.Add("volumeMounts", new YamlList { new YamlMap { { "name", ConfigVolume }, { "mountPath", ConfigFolder }, { "readOnly", true } } });
        }

        return new YamlMap
        {
            { "imagePullSecrets", PullSecrets() },
            { "nodeSelector", NodeSelector(engine.Pool) },
            { "tolerations", Tolerations() },
            {
                "volumes",
                engine.IsFile
                    ? new YamlList { new YamlMap { { "name", ConfigVolume }, { "configMap", new YamlMap { { "name", $"{_name}-engine" } } } } }
                    : null
            },
            { "mainContainer", container },
        };
    }

    private YamlMap Container(IReadOnlyList<string> command, IReadOnlyList<string> arguments) => new()
    {
        { "image", _runtime.Image },
        { "workingDir", "/workspace" },
        { "imagePullPolicy", "IfNotPresent" },
        { "command", Texts(command) },
        { "args", Texts(arguments) },
    };

    private void AddCache(YamlMap service, YamlList envs)
    {
        if (_options.ModelCacheClaim is { } claim)
        {
            service.Add("volumeMounts", new YamlList { new YamlMap { { "name", claim }, { "mountPoint", _options.ModelCacheMount } } });
        }

        var home = _options.HfHome ?? (_options.ModelCacheClaim is null ? null : _options.ModelCacheMount);
        var all = new YamlList((home is null ? [] : new YamlList { Variable("HF_HOME", home) }).Concat(envs));
        service.Add("envs", all.Count == 0 ? null : all);
    }

    // KV caches travel by RDMA reads without copies; within a node, over NVLink.
    private static YamlList Ucx() =>
    [
        Variable("UCX_TLS", "rc_x,rc,dc_x,dc,cuda_copy,cuda_ipc"),
        Variable("UCX_RNDV_SCHEME", "get_zcopy"),
        Variable("UCX_RNDV_THRESH", "0"),
    ];

    private static YamlMap Variable(string name, string value) => new() { { "name", name }, { "value", value } };

    // The operator counts GPUs by pod, and a worker that spans nodes has a pod on each.
    private static YamlMap Gpus(WorkerPool pool) =>
        new() { { "limits", new YamlMap { { "gpu", Number(pool.GpusPerNode) } } } };

    private static string SharedMemory(BackendKind backend) => backend == BackendKind.TensorRtLlm ? "80Gi" : "16Gi";

    private YamlMap? NodeSelector(WorkerPool pool)
    {
        var labels = new YamlMap();
        if (_options.NodeSelector is { } asked)
        {
            foreach (var (name, value) in asked.OrderBy(label => label.Key, StringComparer.Ordinal))
            {
                labels.Add(name, value);
            }
        }
        else if (GpuProducts.Of(pool.System.Name) is { } product)
        {
            labels.Add(GpuProducts.Label, product);
        }

        return labels.Count == 0 ? null : labels;
    }

    private YamlList? Tolerations() => _options.Tolerations.Count == 0
        ? null
        : new YamlList(_options.Tolerations.Select(key => new YamlMap { { "key", key }, { "operator", "Exists" }, { "effect", "NoSchedule" } }));

    private YamlList? PullSecrets() => _options.ImagePullSecret is { } secret ? new YamlList { new YamlMap { { "name", secret } } } : null;

    private static YamlText? Text(string? text) => text is null ? null : new YamlText(text);

    private static YamlList Texts(IEnumerable<string> words) => new(words.Select(word => new YamlText(word)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
