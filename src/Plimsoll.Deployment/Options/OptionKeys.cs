using System.Globalization;
using Plimsoll.Deployment.Names;
using Plimsoll.Deployment.Runtimes;

namespace Plimsoll.Deployment.Options;

/// <summary>All keys of <c>--generator-set</c> outside the engines.</summary>
public static class OptionKeys
{
    private const string None = "none";
    private const string ObjectName = "lower-case letters, digits and dashes, at most 63";
    private const string Word = "a word without blanks";

    /// <summary>The keys, by scope.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new("K8sConfig.name_prefix", "lower-case letters, digits and dashes, at most 30", "dynamo", "First part of the deployment's name.",
            (o, v) => KubernetesNames.IsLabel(v) && v.Length <= 30 ? o with { NamePrefix = v } : null),
        new("K8sConfig.k8s_namespace", ObjectName, "kubectl's own", "Kubernetes namespace.", (o, v) => KubernetesNames.IsLabel(v) ? o with { Namespace = v } : null),
        new("K8sConfig.k8s_image", Word, "Dynamo's runtime", "Image of frontend and workers.", (o, v) => IsWord(v) ? o with { Image = v } : null),
        new("K8sConfig.k8s_image_pull_secret", ObjectName, None, "Secret to pull images with.", (o, v) => KubernetesNames.IsSubdomain(v) ? o with { ImagePullSecret = v } : null),
        new("K8sConfig.hf_token_secret", ObjectName + ", or none", "hf-token-secret", "Secret that holds HF_TOKEN.",
            (o, v) => v == None ? o with { TokenSecret = null } : KubernetesNames.IsSubdomain(v) ? o with { TokenSecret = v } : null),
        new("K8sConfig.k8s_pvc_name", ObjectName, None, "Existing claim that caches models.", (o, v) => KubernetesNames.IsSubdomain(v) ? o with { ModelCacheClaim = v } : null),
        new("K8sConfig.k8s_pvc_mount_path", "an absolute path", "/opt/models", "Where the model cache is mounted.", (o, v) => IsPath(v) ? o with { ModelCacheMount = v } : null),
        new("K8sConfig.k8s_hf_home", "an absolute path", "the model cache", "HF_HOME of all pods.", (o, v) => IsPath(v) ? o with { HfHome = v } : null),
        new("K8sConfig.shared_memory", "a quantity such as 16Gi", "16Gi; 80Gi for TensorRT-LLM", "Shared memory of a worker pod.", (o, v) => KubernetesNames.IsQuantity(v) ? o with { SharedMemory = v } : null),
        new("K8sConfig.rdma_resource", "a resource such as rdma/ib, or none", "rdma/ib", "Resource of the RDMA device plugin.",
            (o, v) => v == None ? o with { RdmaResource = null } : KubernetesNames.IsQualified(v) ? o with { RdmaResource = v } : null),
        new("K8sConfig.node_selector", "LABEL=VALUE,… or none", "the GPU product of the planned system", "Labels of the nodes for workers.",
            (o, v) => Labels(v) is { } labels ? o with { NodeSelector = labels } : null),
        new("K8sConfig.tolerations", "KEY,… or none", "nvidia.com/gpu", "Keys of taints that worker pods tolerate.",
            (o, v) => v == None ? o with { Tolerations = [] } : v.Split(',') is var keys && keys.All(KubernetesNames.IsQualified) ? o with { Tolerations = keys } : null),
        new("ServiceConfig.port", "a port from 1 to 65535", "8000", "Port of the frontend.",
            (o, v) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? o with { Port = port } : null),
        new("ServiceConfig.served_model_name", Word, "the model's", "Name under which the model is served.", (o, v) => IsWord(v) ? o with { ServedModelName = v } : null),
        new("DynConfig.enable_router", "true or false", "false", "Route prompts to where their prefix is cached.",
            (o, v) => v is "true" or "false" ? o with { KvRouter = v == "true" } : null),
        new("BenchConfig.image", Word, "python:3.12-slim", "Image of the benchmark job.", (o, v) => IsWord(v) ? o with { BenchImage = v } : null),
        new("generator_dynamo_version", "one of " + string.Join(", ", DynamoReleases.All.Select(r => r.Version)), "the release that holds the planned engine", "Dynamo release: image and flags.",
            (o, v) => DynamoReleases.All.Any(r => r.Version == v) ? o with { DynamoVersion = v } : null),
    ];

    private static bool IsWord(string text) => text.Length > 0 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static bool IsPath(string text) => IsWord(text) && text[0] == '/';

    private static Dictionary<string, string>? Labels(string text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text == None)
        {
            return labels;
        }

        foreach (var pair in text.Split(','))
        {
            if (pair.Split('=') is not [var name, var value] || !KubernetesNames.IsQualified(name) || !KubernetesNames.IsLabelValue(value) || !labels.TryAdd(name, value))
            {
                return null;
            }
        }

        return labels;
    }
}
