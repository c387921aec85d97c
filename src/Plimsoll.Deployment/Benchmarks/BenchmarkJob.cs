using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Shell;
using Plimsoll.Formats.Yaml;

namespace Plimsoll.Deployment.Benchmarks;

/// <summary>A Kubernetes job that loads a deployment from inside the cluster, once its frontend lists the model.</summary>
public static class BenchmarkJob
{
    /// <summary>The job.</summary>
    /// <param name="load">The load.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="options">Names and images.</param>
    /// <param name="deployment">The deployment's name; its frontend is the service <c>NAME-frontend</c>.</param>
    public static YamlMap Document(BenchmarkLoad load, DeploymentPlan plan, DeploymentOptions options, string deployment)
    {
        var url = $"http://{deployment}-frontend:{options.Port}";
        var served = options.ServedModelName ?? plan.Request.Model;
        var words = BenchmarkCommand.Words(load, served, plan.Request.Model, url);
        var script = $"""
            set -euo pipefail
            pip install aiperf
            until python3 -c 'import sys, urllib.request; sys.exit(sys.argv[2].encode() not in urllib.request.urlopen(sys.argv[1] + "/v1/models").read())' {ShellWords.Quote(url)} {ShellWords.Quote(served)}; do
              echo 'waiting for the workers'
              sleep 10
            done
            {ShellWords.Lines(words, "  ")}

            """;
        var container = new YamlMap
        {
            { "name", "aiperf" },
            { "image", options.BenchImage },
            { "envFrom", options.TokenSecret is { } secret ? new YamlList { new YamlMap { { "secretRef", new YamlMap { { "name", secret }, { "optional", true } } } } } : null },
            { "command", new YamlList { "/bin/bash", "-c" } },
            { "args", new YamlList { script.ReplaceLineEndings("\n") } },
        };
        var pod = new YamlMap
        {
            { "restartPolicy", "Never" },
            { "imagePullSecrets", options.ImagePullSecret is { } pull ? new YamlList { new YamlMap { { "name", pull } } } : null },
            { "containers", new YamlList { container } },
        };
        return new YamlMap
        {
            { "apiVersion", "batch/v1" },
            { "kind", "Job" },
            { "metadata", new YamlMap { { "name", $"{deployment}-benchmark" }, { "namespace", options.Namespace is { } space ? new YamlText(space) : null } } },
            { "spec", new YamlMap { { "backoffLimit", 0 }, { "template", new YamlMap { { "spec", pod } } } } },
        };
    }
}
