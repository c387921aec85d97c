using System.Globalization;
using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Quantization;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Questions;

/// <summary>Every part of a planning question, in the order of <c>plan.yaml</c> and of the help.</summary>
internal static class PlanKeys
{
    private const string What = "What to serve, and on what";
    private const string Load = "The load";
    private const string Targets = "Targets (milliseconds; each one given always holds)";
    private const string Engine = "The engine";
    private const string Times = "Kernel times";
    private const string Search = "The search";

    /// <summary>All keys.</summary>
    public static IReadOnlyList<PlanKey> All { get; } =
    [
        new(
            "model",
            new Flag("--model", "NAME", "A Hugging Face id (known models work offline), a folder, or a config.json.") { Aliases = ["--model-path", "--hf-id"], Required = true, Heading = What },
            (draft, value, _) => draft with { Model = value.Text },
            request => request.Model),
        new(
            "system",
            new Flag("--system", "NAME", "The kind of GPU node, such as h200_sxm; required unless --system-file gives one.") { Heading = What },
            (draft, value, _) => draft with { System = value.Text },
            request => request.System),
        new(
            "decode_system",
            new Flag("--decode-system", "NAME", "The kind of node of disaggregated decode workers.") { Default = "the same", Heading = What },
            (draft, value, _) => draft with { DecodeSystem = value.Text },
            request => request.DecodeSystem),
        new(
            "system_file",
            new Flag("--system-file", "FILE", "A GPU node of your own as YAML, see docs/system-file.md; its name is the file's.") { Heading = What },
            (draft, value, _) => draft with { SystemFile = value.Text },
            request => request.SystemFile),
        new(
            "total_gpus",
            new Flag("--total-gpus", "N", "GPUs of the cluster; idle ones are charged.") { Required = true, Heading = What },
            (draft, value, errors) => draft with { TotalGpus = value.Integer(errors) },
            request => request.TotalGpus),
        new(
            "isl",
            new Flag("--isl", "TOKENS", "Prompt tokens of a request.") { Default = "4000", Heading = Load },
            (draft, value, errors) => draft with { Isl = value.Integer(errors) },
            request => request is { Lengths: null, Trace: null } ? request.Isl : null),
        new(
            "osl",
            new Flag("--osl", "TOKENS", "Answer tokens of a request.") { Default = "1000", Heading = Load },
            (draft, value, errors) => draft with { Osl = value.Integer(errors) },
            request => request is { Lengths: null, Trace: null } ? request.Osl : null),
        new(
            "prefix",
            new Flag("--prefix", "TOKENS", "Prompt tokens that are already in the KV cache.") { Default = "0", Heading = Load },
            (draft, value, errors) => draft with { Prefix = value.Integer(errors) },
            request => request.Prefix),
        new(
            "protocol",
            new Flag("--protocol", "NAME", "How clients load the simulated run: all at once, as benchmarks do, or as in the middle of a long run.") { Choices = ["closed", "steady"], Default = "closed", Heading = Load },
            (draft, value, _) => draft with { Protocol = value.Text },
            request => request is { Verify: true, RequestRate: null, Trace: null } ? request.Protocol.ToString().ToLowerInvariant() : null),
        new(
            "length_range",
            new Flag("--length-range", "SHARE", "Lengths are uniform between this share of the nominal ones and the nominal ones.") { Default = "1, all equal", Heading = Load },
            (draft, value, errors) => draft with { LengthRange = value.Number(errors) },
            request => request.LengthRange < 1 ? request.LengthRange : null),
        new(
            "lengths",
            new Flag("--lengths", "FILE", "Draw the lengths of requests from a file (CSV or JSON lines with isl and osl) instead.") { Default = "isl and osl", Heading = Load },
            (draft, value, _) => draft with { Lengths = value.Text },
            request => request.Lengths),
        new(
            "request_rate",
            new Flag("--request-rate", "N/S", "Requests per second that the cluster must carry, arriving at random.") { Default = "as many requests in flight as the targets allow", Heading = Load },
            (draft, value, errors) => draft with { RequestRate = value.Number(errors) },
            request => request.RequestRate),
        new(
            "trace",
            new Flag("--trace", "FILE", "A recorded trace that the cluster must carry: Mooncake, AIPerf, request records, or CSV of t,isl,osl.") { Default = "none", Heading = Load },
            (draft, value, _) => draft with { Trace = value.Text },
            request => request.Trace),
        new(
            "seed",
            new Flag("--seed", "N", "What random lengths and arrivals are drawn from.") { Default = "0", Heading = Load },
            (draft, value, errors) => draft with { Seed = value.Integer(errors) },
            request => request.Seed == 0 ? null : request.Seed),
        new(
            "ttft_ms",
            new Flag("--ttft", "MS", "Time to first token.") { Default = "2000, none with --request-latency", Heading = Targets },
            (draft, value, errors) => draft with { TtftMs = value.Number(errors) },
            request => request.TtftMs),
        new(
            "tpot_ms",
            new Flag("--tpot", "MS", "Time per output token after the first.") { Default = "30, none with --request-latency", Heading = Targets },
            (draft, value, errors) => draft with { TpotMs = value.Number(errors) },
            request => request.TpotMs),
        new(
            "request_latency_ms",
            new Flag("--request-latency", "MS", "Latency of a whole request.") { Default = "none", Heading = Targets },
            (draft, value, errors) => draft with { RequestLatencyMs = value.Number(errors) },
            request => request.RequestLatencyMs),
        new(
            "ttft_p99_ms",
            new Flag("--ttft-p99", "MS", "99th percentile of the time to first token; alone it replaces the default of --ttft.") { Default = "none", Heading = Targets },
            (draft, value, errors) => draft with { TtftP99Ms = value.Number(errors) },
            request => request.TtftP99Ms),
        new(
            "tpot_p99_ms",
            new Flag("--tpot-p99", "MS", "99th percentile, over requests, of the time per output token; alone it replaces the default of --tpot.") { Default = "none", Heading = Targets },
            (draft, value, errors) => draft with { TpotP99Ms = value.Number(errors) },
            request => request.TpotP99Ms),
        new(
            "request_latency_p99_ms",
            new Flag("--request-latency-p99", "MS", "99th percentile of the latency of a whole request.") { Default = "none", Heading = Targets },
            (draft, value, errors) => draft with { RequestLatencyP99Ms = value.Number(errors) },
            request => request.RequestLatencyP99Ms),
        new(
            "slo_percentile",
            new Flag("--slo-percentile", "P", "The percentile that --ttft, --tpot and --request-latency bound: 50, 90, 95 or 99.") { Default = "none: they bound means", Heading = Targets },
            (draft, value, errors) => draft with { SloPercentile = value.Integer(errors) },
            request => request.SloPercentile),
        new(
            "backend",
            new Flag("--backend", "NAME", "The engine; auto compares all that have data.") { Choices = [PlanRequest.AutoBackend, .. BackendKindNames.All], Default = "auto", Heading = Engine },
            (draft, value, _) => draft with { Backend = value.Text },
            request => request.Backend),
        new(
            "backend_version",
            new Flag("--backend-version", "VERSION", "Its release; without data for it the nearest one answers, and a note says so.") { Aliases = ["--perf-db-version"], Default = "the newest with data", Heading = Engine },
            (draft, value, _) => draft with { BackendVersion = value.Text },
            request => request.BackendVersion),
        new(
            "serving_mode",
            new Flag("--serving-mode", "MODE", "Aggregated workers, disaggregated ones, or the better of both.") { Choices = ["auto", "agg", "disagg"], Default = "auto", Heading = Engine },
            (draft, value, _) => draft with { ServingMode = value.Text },
            request => request.ServingMode.ToString().ToLowerInvariant()),
        Quantization("gemm", "--gemm-quant-mode", "Number format of dense projections.", QuantizationNames.GemmNames, (all, name) => all with { Gemm = name }, all => all.Gemm),
        Quantization("attention", "--attention-quant-mode", "Number format of attention projections alone.", QuantizationNames.GemmNames, (all, name) => all with { Attention = name }, all => all.Attention),
        Quantization("moe", "--moe-quant-mode", "Number format of experts.", QuantizationNames.MoeNames, (all, name) => all with { Moe = name }, all => all.Moe),
        Quantization("kv_cache", "--kvcache-quant-mode", "Number format of the KV cache.", QuantizationNames.KvNames, (all, name) => all with { KvCache = name }, all => all.KvCache),
        Quantization("fmha", "--fmha-quant-mode", "Arithmetic of prefill attention.", QuantizationNames.FmhaNames, (all, name) => all with { Fmha = name }, all => all.Fmha),
        Quantization("comm", "--comm-quant-mode", "Number format of collectives.", QuantizationNames.CommNames, (all, name) => all with { Comm = name }, all => all.Comm),
        new(
            "max_batched_tokens",
            new Flag("--max-batched-tokens", "TOKENS", "Token budget of a step.") { Aliases = ["--max-num-batched-tokens"], Default = "the release's", Heading = Engine },
            (draft, value, errors) => draft with { MaxBatchedTokens = value.Integer(errors) },
            request => request.MaxBatchedTokens),
        new(
            "max_sequences",
            new Flag("--max-sequences", "N", "Sequences that may run at once per rank.") { Aliases = ["--max-num-seqs"], Default = "the release's", Heading = Engine },
            (draft, value, errors) => draft with { MaxSequences = value.Integer(errors) },
            request => request.MaxSequences),
        new(
            "memory_fraction",
            new Flag("--memory-fraction", "SHARE", "Share of GPU memory that the engine may use, by its own rule.") { Aliases = ["--gpu-memory-utilization", "--free-gpu-memory-fraction"], Default = "the release's", Heading = Engine },
            (draft, value, errors) => draft with { MemoryFraction = value.Number(errors) },
            request => request.MemoryFraction),
        new(
            "max_gpus_per_worker",
            new Flag("--max-gpus-per-worker", "N", "Most GPUs of one worker.") { Default = "what the system connects well", Heading = Engine },
            (draft, value, errors) => draft with { MaxGpusPerWorker = value.Integer(errors) },
            request => request.MaxGpusPerWorker),
        new(
            "nextn",
            new Flag("--nextn", "N", "Tokens drafted in a step by speculative decoding (multi-token prediction, EAGLE).") { Default = "0, none", Heading = Engine },
            (draft, value, errors) => draft with { Nextn = value.Integer(errors) },
            request => request.Nextn),
        new(
            "nextn_accept_rates",
            new Flag("--nextn-accept-rates", "LIST", "For each draft, how often it is accepted when all before it were, separated by commas.") { Heading = Engine },
            (draft, value, errors) => draft with { NextnAcceptRates = value.Numbers(errors) },
            request => request.NextnAcceptRates is not { } rates ? null : string.Join(',', rates.Select(rate => rate.ToString("R", CultureInfo.InvariantCulture)))),
        new(
            "kv_link_gb_per_s",
            new Flag("--kv-link-gb-per-s", "GB/S", "Bandwidth per GPU of the link from prefill to decode workers.") { Default = "the system's", Heading = Engine },
            (draft, value, errors) => draft with { KvLinkGbPerS = value.Number(errors) },
            request => request.KvLinkGbPerS),
        new(
            "kv_link_latency_ms",
            new Flag("--kv-link-latency-ms", "MS", "Constant time of moving a KV cache.") { Default = "the system's", Heading = Engine },
            (draft, value, errors) => draft with { KvLinkLatencyMs = value.Number(errors) },
            request => request.KvLinkLatencyMs),
        new(
            "systems_paths",
            new Flag("--systems-paths", "LIST", "Folders, wheels or zips with measured tables in AIConfigurator's layout, best first, separated by commas; 'default' is the built-in atlas.") { Default = "default", Heading = Times },
            (draft, value, _) => draft with { SystemsPaths = value.Items() },
            request => string.Join(',', request.SystemsPaths)),
        new(
            "database_mode",
            new Flag("--database-mode", "MODE", "Which times may answer: measured and transferred; also rooflines for kernels never measured; rooflines at usual efficiency; rooflines alone.") { Choices = ["silicon", "hybrid", "empirical", "sol"], Default = "silicon", Heading = Times },
            (draft, value, _) => draft with { DatabaseMode = value.Text },
            request => request.DatabaseMode.ToString().ToLowerInvariant()),
        new(
            "moe_distribution",
            new Flag("--moe-distribution", "NAME", "Which expert-activation distribution of the tables applies.") { Default = "the tables'", Heading = Times },
            (draft, value, _) => draft with { MoeDistribution = value.Text },
            request => request.MoeDistribution),
        new(
            "repair",
            new Flag("--no-repair", null, "Keep implausible measurements instead of replacing them by better evidence.") { Heading = Times },
            (draft, value, errors) => draft with { Repair = value.Boolean(errors) },
            request => request.Repair)
        {
            Switch = "false",
        },
        new(
            "calibration",
            new Flag("--calibration", "FILE", "Terms beyond kernel times for the engines that it holds for, as YAML, see docs/calibration.md.") { Default = "what ships", Heading = Times },
            (draft, value, _) => draft with { Calibration = value.Text },
            request => request.Calibration),
        new(
            "top_n",
            new Flag("--top-n", "N", "Configurations listed per way of serving.") { Default = "5", Heading = Search },
            (draft, value, errors) => draft with { TopN = value.Integer(errors) },
            request => request.TopN),
        new(
            "verify",
            new Flag("--no-verify", null, "Do not simulate the survivors of the search.") { Heading = Search },
            (draft, value, errors) => draft with { Verify = value.Boolean(errors) },
            request => request.Verify)
        {
            Switch = "false",
        },
    ];

    private static PlanKey Quantization(
        string name,
        string flag,
        string description,
        IReadOnlyList<string> names,
        Func<QuantizationOverrides, string, QuantizationOverrides> set,
        Func<QuantizationOverrides, string?> get) => new(
            "quantization." + name,
            new Flag(flag, "MODE", description) { Choices = names, Default = "the checkpoint's", Heading = Engine },
            (draft, value, _) => draft with { Quantization = set(draft.Quantization ?? new QuantizationOverrides(), value.Text) },
            request => get(request.Quantization));
}
