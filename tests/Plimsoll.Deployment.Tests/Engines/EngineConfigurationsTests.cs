using FsCheck.Fluent;
using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;
using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Deployment.Tests.Engines;

/// <summary>Engine settings follow the plan; the user's win, are translated, or are refused with a reason.</summary>
public sealed class EngineConfigurationsTests
{
    [Fact]
    public void The_plans_limits_layout_and_formats_are_said()
    {
        var words = string.Join(' ', Engine(SamplePlans.Agg("vllm")).Words());

        Assert.Equal(
            "--tensor-parallel-size 2 --pipeline-parallel-size 1 --data-parallel-size 1 --gpu-memory-utilization 0.92 --max-num-seqs 1024"
            + " --max-num-batched-tokens 8192 --max-model-len 5012 --kv-cache-dtype fp8 --no-enable-prefix-caching",
            words);
    }

    [Fact]
    public void A_shared_prefix_keeps_the_prefix_cache_on() =>
        Assert.Contains("--enable-prefix-caching", Engine(SamplePlans.Agg("vllm", prefix: 2000)).Words());

    [Fact]
    public void Sglang_counts_sequences_and_chunks_over_all_ranks_of_attention()
    {
        var plan = SamplePlans.MoeAgg("sglang");
        var engine = Engine(plan);

        Assert.Equal(16 * plan.Pools[0].Plan.MaxSequences, Number(engine, EngineKeys.MaxBatchSize));
        Assert.Equal(16, Number(engine, EngineKeys.TensorParallel));
        Assert.Contains("--enable-dp-attention", engine.Words());
    }

    [Theory]
    [InlineData("1.0.0", "build_config")]
    [InlineData("1.3.0rc20", null)]
    [InlineData("0.20.0", null)]
    public void Tensorrt_llms_limits_lie_where_the_release_reads_them(string release, string? section)
    {
        var plan = SamplePlans.Agg("trtllm", release);
        var file = EngineConfigurations.For(plan, plan.Version, false, [], NoWords, [], [])[0].File();

        var limits = section is null ? file : Assert.IsType<YamlMap>(file[section]);
        Assert.Equal<YamlNode>(2048, limits["max_batch_size"]!);
    }

    [Theory]
    [InlineData("vllm", "max_num_seqs=2048", "--max-num-seqs 2048")]
    [InlineData("vllm", "kv_cache_free_gpu_memory_fraction=0.85", "--gpu-memory-utilization 0.85")]
    [InlineData("vllm", "mem_fraction_static=0.8", "--gpu-memory-utilization 0.8")]
    [InlineData("vllm", "disable_cuda_graph=true", "--enforce-eager")]
    [InlineData("vllm", "cuda_graph_batch_sizes=1,2,4", "--cudagraph-capture-sizes 1 2 4")]
    [InlineData("sglang", "max_num_seqs=100", "--max-running-requests 100")]
    [InlineData("sglang", "gpu_memory_utilization=0.8", "--mem-fraction-static 0.8")]
    [InlineData("sglang", "cuda_graph_enable_padding=false", "--disable-cuda-graph-padding")]
    public void A_users_value_wins_under_any_engines_name(string backend, string setting, string words)
    {
        var engine = Engine(SamplePlans.Agg(backend), $"Workers.agg.{setting}");
        Assert.Contains(words, string.Join(' ', engine.Words()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_translated_setting_is_said_to_be()
    {
        var notes = new List<string>();
        Read(SamplePlans.Agg("vllm"), [], notes, "Workers.agg.kv_cache_free_gpu_memory_fraction=0.85");

        Assert.Contains("--gpu-memory-utilization 0.85", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vllm", "Workers.agg.max_num_sqs=5", "max_num_seqs")]
    [InlineData("vllm", "Workers.agg.max_num_seqs=many", "whole number")]
    [InlineData("vllm", "Workers.agg.max_num_seqs=4", "14 sequences")]
    [InlineData("vllm", "Workers.agg.max_seq_len=4000", "4500 tokens")]
    [InlineData("vllm", "Workers.agg.tensor_parallel_size=4", "plan again")]
    [InlineData("vllm", "Workers.agg.kv_cache_dtype=auto", "--kvcache-quant-mode")]
    [InlineData("vllm", "Workers.agg.gpu_memory_utilization=0.2", "too little")]
    [InlineData("vllm", "Workers.agg.gpu_memory_utilization=1", "too little")]
    [InlineData("vllm", "Workers.agg.enable_mixed_chunks=true", "enable_mixed_chunk")]
    [InlineData("vllm", "Workers.agg.enable_mixed_chunk=true", "no such setting")]
    [InlineData("sglang", "Workers.agg.mem_fraction_static=0.1", "too little")]
    [InlineData("trtllm", "Workers.agg.free_gpu_memory_fraction=0.05", "too little")]
    [InlineData("trtllm", "Workers.agg.max_num_tokens=500000", "too little")]
    public void What_the_plan_or_the_engine_cannot_take_is_refused(string backend, string setting, string reason)
    {
        var errors = new List<ValidationError>();
        Read(SamplePlans.Agg(backend), errors, [], setting);

        Assert.Contains(reason, Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_for_workers_that_the_plan_has_not_is_noted_and_still_checked()
    {
        var (errors, notes) = (new List<ValidationError>(), new List<string>());
        Read(SamplePlans.Disagg("vllm"), errors, notes, "Workers.agg.max_num_seqs=2048", "Workers.agg.nonsense=1");

        Assert.Contains("no agg workers", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Contains("nonsense", Assert.Single(errors).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vllm", 8, 1, 2, 4)]
    [InlineData("trtllm", 4, 2, 1, 8)]
    public void Layouts_that_an_engine_cannot_take_are_refused(string backend, int tp, int dp, int moeTp, int moeEp)
    {
        var plan = SamplePlans.MoeAgg(backend);
        var pool = plan.Pools[0];
        var wrong = plan with { Pools = [pool with { Plan = pool.Plan with { Layout = new ParallelLayout(tp, 1, dp, moeTp, moeEp) } }] };
        var errors = new List<ValidationError>();
        Read(wrong, errors, []);

        Assert.Contains("not both at once", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_users_value_is_lost()
    {
        var settings =
            from backend in Gen.Elements(SamplePlans.Backends)
            from key in Gen.Elements(EngineKeys.All.Where(key => key.Kind is ValueKind.Whole or ValueKind.Word or ValueKind.Wholes).ToArray())
            from number in Gen.Choose(1, 100_000)
            select (backend, key, number);
        Properties.Check(settings, draw =>
        {
            var errors = new List<ValidationError>();
            var value = draw.number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var engine = Read(SamplePlans.Agg(draw.backend), errors, [], $"Workers.agg.{draw.key.Name}={value}")[0];
            return errors.Count > 0 || engine.Find(draw.key) is { Source: ArgumentSource.User } chosen && chosen.Shown == value;
        });
    }

    [Theory]
    [InlineData("0.11.0", "--cuda-graph-sizes")]
    [InlineData("0.24.0", "--cudagraph-capture-sizes")]
    public void A_flag_is_spelled_as_the_release_spells_it(string release, string flag) =>
        Assert.Equal(flag, EngineSpellings.Find(new EngineVersion(BackendKind.Vllm, release), EngineKeys.GraphSizes)!.Name);

    [Theory]
    [InlineData(BackendKind.Vllm)]
    [InlineData(BackendKind.Sglang)]
    [InlineData(BackendKind.TensorRtLlm)]
    public void No_release_has_two_spellings_of_one_setting(BackendKind backend) =>
        Assert.All(DynamoReleases.All.Select(release => release.Engine(backend).Version).Append("1.0.0"), version =>
            Assert.All(EngineSpellings.Of(backend).Where(s => s.Covers(version)).GroupBy(s => s.Key), group => Assert.Single(group)));

    private static Dictionary<WorkerRole, IReadOnlyList<string>> NoWords => [];

    private static long Number(EngineConfiguration engine, EngineKey key) => Assert.IsType<YamlWhole>(engine.Find(key)!.Value).Value;

    private static EngineConfiguration Engine(DeploymentPlan plan, params string[] settings)
    {
        var errors = new List<ValidationError>();
        var engine = Read(plan, errors, [], settings)[0];
        Assert.Empty(errors);
        return engine;
    }

    private static IReadOnlyList<EngineConfiguration> Read(DeploymentPlan plan, List<ValidationError> errors, List<string> notes, params string[] settings)
    {
        var options = OptionReader.Read(settings, new DeploymentOptions(), errors);
        return EngineConfigurations.For(plan, plan.Version, options.KvRouter, options.Overrides, NoWords, errors, notes);
    }
}
