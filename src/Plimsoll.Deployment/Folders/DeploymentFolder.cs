using Plimsoll.Deployment.BareMetal;
using Plimsoll.Deployment.Benchmarks;
using Plimsoll.Deployment.Dynamo;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;
using Plimsoll.Deployment.Shell;
using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Validation;

namespace Plimsoll.Deployment.Folders;

/// <summary>Everything that deploys one configuration: manifest, engine files, scripts, benchmark, and a page that says how.</summary>
public sealed class DeploymentFolder
{
    private DeploymentFolder(IReadOnlyDictionary<string, string> files, IReadOnlyList<string> notes) => (Files, Notes) = (files, notes);

    /// <summary>The files by name; lines end with a line feed.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>What was translated, substituted or left out, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Whether a file of a folder is a program.</summary>
    public static bool IsProgram(string name) => name.EndsWith(".sh", StringComparison.Ordinal);

    /// <summary>The folder of a plan.</summary>
    /// <exception cref="InvalidInputException">The user's settings are unknown, wrong, or contradict the plan; all of them are named.</exception>
    public static DeploymentFolder Of(DeploymentPlan plan, DeploymentOptions options)
    {
        var (errors, notes) = (new List<ValidationError>(), new List<string>());
        var runtime = Runtime.For(plan, options, notes);
        var engines = EngineConfigurations.For(plan, runtime.Engine, options.KvRouter, options.Overrides, options.ExtraWords, errors, notes);
        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }

        if (options.RdmaResource is null && plan.Pools.Count > 1)
        {
            notes.Add("KV caches travel over TCP, because no RDMA resource is asked for: expect first tokens to come later than planned.");
        }

        var deployment = DynamoNames.Deployment(plan, options);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["k8s_deploy.yaml"] = YamlWriter.Write([.. DynamoManifest.Documents(plan, options, runtime, engines)]),
        };
        foreach (var engine in engines)
        {
            files.Add(engine.FileName, YamlWriter.Write(engine.File()));
        }

        foreach (var (name, script) in new NodeScripts(plan, options, runtime, engines).Files())
        {
            files.Add(name, script);
        }

        if (BenchmarkLoad.Of(plan) is { } load)
        {
            files.Add("k8s_bench.yaml", YamlWriter.Write(BenchmarkJob.Document(load, plan, options, deployment)));
            files.Add("bench_run.sh", BenchmarkScript(load, plan, options));
        }
        else
        {
            notes.Add("There is no benchmark job: the planned load comes from a file, which a job in the cluster does not have.");
        }

        files.Add("README.md", DeploymentPage.Write(plan, options, runtime, engines, [.. files.Keys], notes));
        return new DeploymentFolder(files, notes);
    }

    private static string BenchmarkScript(BenchmarkLoad load, DeploymentPlan plan, DeploymentOptions options)
    {
        var url = $"http://localhost:{options.Port}";
        var words = BenchmarkCommand.Words(load, options.ServedModelName ?? plan.Request.Model, plan.Request.Model, url);
        return $"#!/usr/bin/env bash\n# The load of the plan, against a frontend on this host (pip install aiperf).\nset -euo pipefail\n{ShellWords.Lines(words, "  ")}\n";
    }
}
