using Plimsoll.Deployment.Benchmarks;
using Plimsoll.Deployment.Checks;
using Plimsoll.Deployment.Dynamo;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;
using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Deployment.Tests.Dynamo;

/// <summary>Manifests of every backend, way of serving and size: golden, and valid against the clusters' own schemas.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Everything =
    [
        "K8sConfig.k8s_namespace=team-a", "K8sConfig.k8s_pvc_name=model-cache", "K8sConfig.k8s_image_pull_secret=regcred",
        "K8sConfig.tolerations=nvidia.com/gpu,dedicated", "K8sConfig.node_selector=pool=gpu,zone=a", "K8sConfig.shared_memory=32Gi",
        "DynConfig.enable_router=true", "ServiceConfig.port=8100", "ServiceConfig.served_model_name=chat",
    ];

    public static TheoryData<string, string> Shapes => SamplePlans.All();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_manifest_says_what_was_planned(string shape, string backend) =>
        Golden.Match(YamlWriter.Write([.. Manifest(SamplePlans.Named(shape, backend))]), $"{shape}-{backend}.yaml");

    [Theory]
    [InlineData("agg", "vllm")]
    [InlineData("disagg", "trtllm")]
    public void A_manifest_holds_everything_that_is_asked_for(string shape, string backend) =>
        Golden.Match(YamlWriter.Write([.. Manifest(SamplePlans.Named(shape, backend), Everything)]), $"{shape}-{backend}-everything.yaml");

    [Theory]
    [InlineData("2026-02-12-pre-1.0")]
    [InlineData("2026-08-21-main")]
    public void Every_manifest_is_valid_in_a_cluster_of_each_date(string date)
    {
        var path = SharedData.Require($"crds/{date}/nvidia.com_dynamographdeployments.yaml");
        var resource = Assert.Single(CustomResource.Read(File.ReadAllText(path), path));
        foreach (var row in SamplePlans.All())
        {
            var plan = SamplePlans.Named(row.Data.Item1, row.Data.Item2);
            string[][] requests = [[], Everything];
            Assert.All(requests, settings =>
            {
                var text = YamlWriter.Write([.. Manifest(plan, settings)]);
                Assert.Empty(resource.Check(Assert.IsType<YamlMap>(YamlDocuments.Read(text, "k8s_deploy.yaml")[^1])));
            });
        }
    }

    [Fact]
    public void A_wrong_manifest_is_caught_by_the_clusters_schema()
    {
        var path = SharedData.Require("crds/2026-08-21-main/nvidia.com_dynamographdeployments.yaml");
        var resource = Assert.Single(CustomResource.Read(File.ReadAllText(path), path));
        var text = YamlWriter.Write([.. Manifest(SamplePlans.Agg("vllm"))])
            .Replace("gpu: \"2\"", "gpu: 2", StringComparison.Ordinal)
            .Replace("backendFramework: vllm", "backendFramework: vlm", StringComparison.Ordinal)
            .Replace("sharedMemory:", "shareMemory:", StringComparison.Ordinal);

        var problems = resource.Check(Assert.IsType<YamlMap>(YamlDocuments.Read(text, "k8s_deploy.yaml")[0])).Select(problem => problem.ToString());

        Assert.Equal(
            [
                "spec.backendFramework: vlm is not one of sglang, vllm, trtllm (did you mean 'vllm'?)",
                "spec.services.VLLMWorker.resources.limits.gpu: the number 2 instead of string",
                "spec.services.VLLMWorker.shareMemory: unknown field (did you mean 'sharedMemory'?)",
            ],
            problems);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_manifest_asks_for_exactly_the_planned_gpus(string shape, string backend)
    {
        var plan = SamplePlans.Named(shape, backend);
        var services = (YamlMap)((YamlMap)Manifest(plan)[^1]["spec"]!)["services"]!;
        var gpus = services.Select(entry => (YamlMap)entry.Value).Where(service => service["resources"] is not null).Sum(service =>
            ((YamlWhole)service["replicas"]!).Value
            * (service["multinode"] is YamlMap multinode ? ((YamlWhole)multinode["nodeCount"]!).Value : 1)
            * int.Parse(((YamlText)((YamlMap)((YamlMap)service["resources"]!)["limits"]!)["gpu"]!).Value, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(plan.Pools.Sum(pool => pool.Workers * pool.Plan.GpusPerWorker), gpus);
    }

    [Fact]
    public void Older_dynamo_releases_tell_vllm_workers_their_role_with_a_switch()
    {
        var text = YamlWriter.Write([.. Manifest(SamplePlans.Disagg("vllm", "0.12.0"))]);

        Assert.Contains("vllm-runtime:0.8.1", text, StringComparison.Ordinal);
        Assert.Contains("--is-prefill-worker", text, StringComparison.Ordinal);
        Assert.DoesNotContain("--disaggregation-mode", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_with_another_release_of_the_engine_is_said()
    {
        var notes = new List<string>();
        var runtime = Runtime.For(SamplePlans.Agg("trtllm", "1.3.0rc20"), new DeploymentOptions(), notes);

        Assert.Equal("nvcr.io/nvidia/ai-dynamo/tensorrtllm-runtime:1.3.0", runtime.Image);
        Assert.Contains("1.3.0rc20 was planned", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_benchmark_sends_ten_requests_for_each_one_in_flight_over_all_replicas()
    {
        var plan = SamplePlans.Agg("vllm");
        var load = BenchmarkLoad.Of(plan)!;

        Assert.Equal((56, 560), (load.Concurrency, load.Requests));
        Golden.Match(YamlWriter.Write(BenchmarkJob.Document(load, plan, new DeploymentOptions(), "dynamo-agg")), "bench.yaml");
    }

    private static IReadOnlyList<YamlMap> Manifest(DeploymentPlan plan, params string[] settings)
    {
        var (errors, notes) = (new List<ValidationError>(), new List<string>());
        var options = OptionReader.Read(settings, new DeploymentOptions(), errors);
        var runtime = Runtime.For(plan, options, notes);
        var engines = EngineConfigurations.For(plan, runtime.Engine, options.KvRouter, options.Overrides, options.ExtraWords, errors, notes);
        Assert.Empty(errors);
        return DynamoManifest.Documents(plan, options, runtime, engines);
    }
}
