using Plimsoll.Cli.Arguments;
using Plimsoll.Deployment.Options;

namespace Plimsoll.Cli.Saving;

/// <summary>The flags that shape deployment files. The named ones win over the same key of <c>--generator-set</c>.</summary>
internal static class DeploymentFlags
{
    private const string Heading = "Deployment files (with --save-dir)";

    private static readonly Flag Set = new("--generator-set", "KEY=VALUE", "Set something of the deployment files, such as Workers.agg.max_num_seqs=2048; docs/deployment.md lists every key.") { Repeatable = true, Heading = Heading };
    private static readonly Flag Namespace = new("--namespace", "NAME", "Kubernetes namespace.") { Default = "kubectl's own", Heading = Heading };
    private static readonly Flag ModelCache = new("--model-cache", "CLAIM[:MOUNT]", "Existing claim that caches models, and where it is mounted.") { Default = "every pod downloads", Heading = Heading };
    private static readonly Flag PullSecret = new("--image-pull-secret", "NAME", "Secret to pull images with.") { Heading = Heading };
    private static readonly Flag Dynamo = new("--dynamo-version", "RELEASE", "Dynamo release: image and flags.") { Aliases = ["--generator-dynamo-version"], Default = "the one that holds the planned engine", Heading = Heading };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Flag> All { get; } = [Set, Namespace, ModelCache, PullSecret, Dynamo];

    /// <summary>The settings of a run as assignments, the winning ones last.</summary>
    public static IReadOnlyList<string> Settings(GivenFlags given)
    {
        var settings = new List<string>(given.Values(Set));
        Add(settings, "K8sConfig.k8s_namespace", given.Text(Namespace));
        Add(settings, "K8sConfig.k8s_image_pull_secret", given.Text(PullSecret));
        Add(settings, "generator_dynamo_version", given.Text(Dynamo));
        if (given.Text(ModelCache) is { } cache)
        {
            var colon = cache.IndexOf(':', StringComparison.Ordinal);
            Add(settings, "K8sConfig.k8s_pvc_name", colon < 0 ? cache : cache[..colon]);
            Add(settings, "K8sConfig.k8s_pvc_mount_path", colon < 0 ? null : cache[(colon + 1)..]);
        }

        return settings;
    }

    /// <summary>The options that the settings mean; problems are added to the run's.</summary>
    public static DeploymentOptions Options(IReadOnlyList<string> settings, GivenFlags given) =>
        OptionReader.Read(settings, new DeploymentOptions(), given.Errors);

    private static void Add(List<string> settings, string key, string? value)
    {
        if (value is not null)
        {
            settings.Add($"{key}={value}");
        }
    }
}
