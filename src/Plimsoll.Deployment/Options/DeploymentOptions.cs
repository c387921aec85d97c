using Plimsoll.Deployment.Engines;

namespace Plimsoll.Deployment.Options;

/// <summary>What files say beyond the plan: names, images, volumes, network and the user's engine settings. Every value has a default that deploys.</summary>
public sealed record DeploymentOptions
{
    /// <summary>The first part of the deployment's name; <c>-agg</c> or <c>-disagg</c> follows.</summary>
    public string NamePrefix { get; init; } = "dynamo";

    /// <summary>The Kubernetes namespace; null = the one that kubectl is set to.</summary>
    public string? Namespace { get; init; }

    /// <summary>The runtime image; null = Dynamo's, in the release that holds the planned engine.</summary>
    public string? Image { get; init; }

    /// <summary>The Dynamo release; null = the one that holds the planned engine.</summary>
    public string? DynamoVersion { get; init; }

    /// <summary>The secret to pull images with; null = none.</summary>
    public string? ImagePullSecret { get; init; }

    /// <summary>The secret with <c>HF_TOKEN</c>; null = none.</summary>
    public string? TokenSecret { get; init; } = "hf-token-secret";

    /// <summary>The existing claim that caches models; null = models are downloaded by every pod.</summary>
    public string? ModelCacheClaim { get; init; }

    /// <summary>Where the model cache is mounted.</summary>
    public string ModelCacheMount { get; init; } = "/opt/models";

    /// <summary><c>HF_HOME</c>; null = the model cache, where there is one.</summary>
    public string? HfHome { get; init; }

    /// <summary>Shared memory of a worker pod, a Kubernetes quantity; null = what the engine needs.</summary>
    public string? SharedMemory { get; init; }

    /// <summary>The resource of the RDMA device plugin; null = no RDMA, KV caches travel over TCP.</summary>
    public string? RdmaResource { get; init; } = "rdma/ib";

    /// <summary>Labels of nodes; null = the GPU product of the planned system.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Keys of taints that worker pods tolerate.</summary>
    public IReadOnlyList<string> Tolerations { get; init; } = ["nvidia.com/gpu"];

    /// <summary>Port of the frontend.</summary>
    public int Port { get; init; } = 8000;

    /// <summary>Whether the frontend routes prompts to where their prefix is cached.</summary>
    public bool KvRouter { get; init; }

    /// <summary>The name under which the model is served; null = the model's.</summary>
    public string? ServedModelName { get; init; }

    /// <summary>The image of the benchmark job; AIPerf is installed into it.</summary>
    public string BenchImage { get; init; } = "python:3.12-slim";

    /// <summary>The user's engine settings.</summary>
    public IReadOnlyList<EngineOverride> Overrides { get; init; } = [];

    /// <summary>Words that are passed to engines as they are, by role.</summary>
    public IReadOnlyDictionary<WorkerRole, IReadOnlyList<string>> ExtraWords { get; init; } = new Dictionary<WorkerRole, IReadOnlyList<string>>();
}
