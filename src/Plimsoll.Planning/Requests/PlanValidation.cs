using Plimsoll.Model.Backends;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Speculation;
using Plimsoll.Model.Validation;

namespace Plimsoll.Planning.Requests;

/// <summary>Turns a draft into a request, or into the list of everything that is wrong with it. Paths are the keys of <c>plan.yaml</c>.</summary>
internal sealed class PlanValidation
{
    private const int MostTokens = 16_777_216;
    private const int MostSequences = 65_536;
    private const int MostGpus = 131_072;
    private static readonly string[] Modes = ["auto", "agg", "disagg"];
    private static readonly string[] Protocols = ["closed", "steady"];
    private static readonly string[] Databases = ["silicon", "hybrid", "empirical", "sol"];
    private readonly List<ValidationError> _errors = [];

    public static PlanRequest Freeze(PlanDraft draft)
    {
        var validation = new PlanValidation();
        var request = validation.Complete(draft);
        validation.CheckTogether(request, draft);
        return validation._errors.Count == 0 ? request : throw new InvalidInputException(validation._errors);
    }

    private PlanRequest Complete(PlanDraft draft)
    {
        var bounded = draft.RequestLatencyMs is not null || draft.RequestLatencyP99Ms is not null;
        return new PlanRequest
        {
            Model = Required("model", draft.Model, "a Hugging Face id, a folder or a config.json"),
            System = OwnSystem(draft) ?? Required("system", draft.System, "e.g. h200_sxm"),
            SystemFile = NotEmpty("system_file", draft.SystemFile),
            Calibration = NotEmpty("calibration", draft.Calibration),
            DecodeSystem = NotEmpty("decode_system", draft.DecodeSystem),
            TotalGpus = TotalGpus(draft.TotalGpus),
            Backend = Backend(draft.Backend),
            BackendVersion = NotEmpty("backend_version", draft.BackendVersion),
            ServingMode = (ServingModeChoice)Choice("serving_mode", draft.ServingMode, Modes),
            Isl = Within("isl", draft.Isl, 1, MostTokens) ?? 4000,
            Osl = Within("osl", draft.Osl, 1, MostTokens) ?? 1000,
            Prefix = Within("prefix", draft.Prefix, 0, MostTokens) ?? 0,
            TtftMs = Positive("ttft_ms", draft.TtftMs) ?? (bounded || draft.TtftP99Ms is not null ? null : 2000),
            TpotMs = Positive("tpot_ms", draft.TpotMs) ?? (bounded || draft.TpotP99Ms is not null ? null : 30),
            RequestLatencyMs = Positive("request_latency_ms", draft.RequestLatencyMs),
            SloPercentile = Percentile(draft.SloPercentile),
            TtftP99Ms = Positive("ttft_p99_ms", draft.TtftP99Ms),
            TpotP99Ms = Positive("tpot_p99_ms", draft.TpotP99Ms),
            RequestLatencyP99Ms = Positive("request_latency_p99_ms", draft.RequestLatencyP99Ms),
            RequestRate = Positive("request_rate", draft.RequestRate),
            Protocol = (LoadProtocol)Choice("protocol", draft.Protocol, Protocols),
            LengthRange = Fraction("length_range", draft.LengthRange) ?? 1,
            Lengths = NotEmpty("lengths", draft.Lengths),
            Trace = NotEmpty("trace", draft.Trace),
            Seed = Within("seed", draft.Seed, 0, int.MaxValue) ?? 0,
            TopN = Within("top_n", draft.TopN, 1, 1000) ?? 5,
            Quantization = Quantization(draft.Quantization ?? new()),
            DatabaseMode = (DatabaseMode)Choice("database_mode", draft.DatabaseMode, Databases),
            SystemsPaths = SystemsPaths(draft.SystemsPaths),
            Nextn = Within("nextn", draft.Nextn, 0, SpeculativeDecoding.MostDrafts) ?? 0,
            NextnAcceptRates = Shares("nextn_accept_rates", draft.NextnAcceptRates),
            MoeDistribution = NotEmpty("moe_distribution", draft.MoeDistribution),
            Repair = draft.Repair ?? true,
            Verify = draft.Verify ?? true,
            MaxBatchedTokens = Within("max_batched_tokens", draft.MaxBatchedTokens, 1, MostTokens),
            MaxSequences = Within("max_sequences", draft.MaxSequences, 1, MostSequences),
            MemoryFraction = Fraction("memory_fraction", draft.MemoryFraction),
            MaxGpusPerWorker = Within("max_gpus_per_worker", draft.MaxGpusPerWorker, 1, MostGpus),
            KvLinkGbPerS = Positive("kv_link_gb_per_s", draft.KvLinkGbPerS),
            KvLinkLatencyMs = NotNegative("kv_link_latency_ms", draft.KvLinkLatencyMs),
        };
    }

    private void CheckTogether(PlanRequest request, PlanDraft draft)
    {
        if (request.Prefix >= request.Isl)
        {
            Refuse("prefix", $"{request.Prefix} cached tokens leave nothing of a prompt of {request.Isl}", "a prefix is shorter than the prompt");
        }

        if (request.BackendVersion is not null && request.Backend == PlanRequest.AutoBackend)
        {
            Refuse("backend_version", $"'{request.BackendVersion}' belongs to one backend", "name it, e.g. backend vllm");
        }

        if (request is { RequestLatencyMs: { } latency, TtftMs: { } ttft } && ttft >= latency && request.Osl > 1)
        {
            Refuse("request_latency_ms", $"{latency} ms leaves nothing for the answer after a first token at {ttft} ms", "bound the TTFT below the request latency, or leave it out");
        }

        if (request.ServingMode == ServingModeChoice.Disagg && request.TotalGpus == 1)
        {
            Refuse("total_gpus", "1 GPU cannot hold a prefill and a decode worker", "2 or more, or serving mode agg");
        }

        if (request.ServingMode == ServingModeChoice.Disagg && request.Osl == 1)
        {
            Refuse("osl", "an answer of 1 token leaves decode workers nothing to do", "2 or more, or serving mode agg");
        }

        if (request.DecodeSystem is not null && request.ServingMode == ServingModeChoice.Agg)
        {
            Refuse("decode_system", $"'{request.DecodeSystem}' has no decode workers to run", "leave it out, or use serving mode disagg or auto");
        }

        var rates = request.NextnAcceptRates?.Count ?? 0;
        if (request.Nextn > rates)
        {
            Refuse(
                "nextn_accept_rates",
                $"{rates} acceptance rates are fewer than the {request.Nextn} drafts of a step",
                "one for each draft, given that all before it were accepted, such as 0.85,0.6");
        }

        WithoutEffect("nextn_accept_rates", rates > 0 && request.Nextn == 0, "nothing is drafted without nextn");
        if (request.SystemFile is { } file && Path.GetFileNameWithoutExtension(file) is var own && request.System != own && request.DecodeSystem != own)
        {
            Refuse("system_file", $"describes '{own}', which neither the system nor the decode system is", $"leave out the system, or name it {own}");
        }

        if (request.ServingMode == ServingModeChoice.Agg)
        {
            WithoutEffect("kv_link_gb_per_s", request.KvLinkGbPerS is not null, "aggregated serving moves no KV cache");
            WithoutEffect("kv_link_latency_ms", request.KvLinkLatencyMs is not null, "aggregated serving moves no KV cache");
        }

        CheckLoad(request, draft);
        if (request.DatabaseMode is DatabaseMode.Sol or DatabaseMode.Empirical)
        {
            WithoutEffect("repair", !request.Repair, "no measurement answers in this database mode");
            WithoutEffect("moe_distribution", request.MoeDistribution is not null, "no measurement answers in this database mode");
        }
    }

    // A system file names the system when nothing else does.
    private static string? OwnSystem(PlanDraft draft) =>
        draft.System is null && !string.IsNullOrWhiteSpace(draft.SystemFile) ? Path.GetFileNameWithoutExtension(draft.SystemFile) : null;

    /// <summary>Lengths, arrivals and percentiles exist in the simulation alone, and come from one place each.</summary>
    private void CheckLoad(PlanRequest request, PlanDraft draft)
    {
        const string Simulated = "only the simulation knows it, and verification is switched off";
        if (!request.Verify)
        {
            WithoutEffect("slo_percentile", request.SloPercentile is not null, Simulated);
            WithoutEffect("ttft_p99_ms", request.TtftP99Ms is not null, Simulated);
            WithoutEffect("tpot_p99_ms", request.TpotP99Ms is not null, Simulated);
            WithoutEffect("request_latency_p99_ms", request.RequestLatencyP99Ms is not null, Simulated);
            WithoutEffect("protocol", draft.Protocol is not null, Simulated);
            WithoutEffect("length_range", request.LengthRange < 1, Simulated);
            WithoutEffect("lengths", request.Lengths is not null, Simulated);
            WithoutEffect("trace", request.Trace is not null, Simulated);
            WithoutEffect("request_rate", request.RequestRate is not null, Simulated);
            WithoutEffect("seed", draft.Seed is not null, Simulated);
        }

        foreach (var (key, path) in new[] { ("lengths", request.Lengths), ("trace", request.Trace) })
        {
            if (path is not null && (draft.Isl is not null || draft.Osl is not null || draft.LengthRange is not null))
            {
                Refuse(key, "the file has the lengths of requests", "leave isl, osl and length_range out");
            }
        }

        if (request.Trace is not null || request.RequestRate is not null)
        {
            WithoutEffect("protocol", draft.Protocol is not null, "requests arrive at a rate or as recorded, not from clients that wait");
        }

        if (request is { Trace: not null, Lengths: not null } or { Trace: not null, RequestRate: not null })
        {
            Refuse("trace", "a trace has its own lengths and arrival times", "leave lengths and request_rate out");
        }
    }

    private int? Percentile(int? given)
    {
        if (given is not (null or 50 or 90 or 95 or 99))
        {
            Refuse("slo_percentile", $"{given} is none of 50, 90, 95, 99", "leave it out to bound means");
        }

        return given;
    }

    private void WithoutEffect(string path, bool isGiven, string reason)
    {
        if (isGiven)
        {
            Refuse(path, $"has no effect: {reason}", "leave it out");
        }
    }

    private QuantizationOverrides Quantization(QuantizationOverrides given) => given with
    {
        Gemm = Name("quantization.gemm", given.Gemm, QuantizationNames.GemmNames),
        Attention = Name("quantization.attention", given.Attention, QuantizationNames.GemmNames),
        Moe = Name("quantization.moe", given.Moe, QuantizationNames.MoeNames),
        KvCache = Name("quantization.kv_cache", given.KvCache, QuantizationNames.KvNames),
        Fmha = Name("quantization.fmha", given.Fmha, QuantizationNames.FmhaNames),
        Comm = Name("quantization.comm", given.Comm, QuantizationNames.CommNames),
    };

    private string Backend(string? given) =>
        Name("backend", given, [PlanRequest.AutoBackend, .. BackendKindNames.All]) ?? PlanRequest.AutoBackend;

    private int Choice(string path, string? given, string[] names) =>
        Name(path, given, names) is { } name ? Array.IndexOf(names, name) : 0;

    private string? Name(string path, string? given, IReadOnlyList<string> names)
    {
        if (given is null)
        {
            return null;
        }

        var match = names.FirstOrDefault(name => string.Equals(name, given, StringComparison.OrdinalIgnoreCase));
        if (match is null)
        {
            Refuse(path, $"'{given}' is none of {string.Join(", ", names)}", NearestName.Hint(given, names));
        }

        return match;
    }

    private string Required(string path, string? given, string hint)
    {
        if (string.IsNullOrWhiteSpace(given))
        {
            Refuse(path, "is required", hint);
        }

        return given ?? "";
    }

    private string? NotEmpty(string path, string? given)
    {
        if (given is not null && string.IsNullOrWhiteSpace(given))
        {
            Refuse(path, "is empty", "give a value or leave it out");
        }

        return given;
    }

    private int TotalGpus(int? given)
    {
        if (given is null)
        {
            Refuse("total_gpus", "is required", "the number of GPUs to plan for");
        }

        return Within("total_gpus", given, 1, MostGpus) ?? 1;
    }

    private IReadOnlyList<string> SystemsPaths(IReadOnlyList<string>? given)
    {
        if (given is null)
        {
            return ["default"];
        }

        if (given.Count == 0 || given.Any(string.IsNullOrWhiteSpace))
        {
            Refuse("systems_paths", "has an empty entry", "folders, wheels or zips, or 'default' for the embedded atlas");
        }

        return given;
    }

    private int? Within(string path, int? given, int least, int most)
    {
        if (given < least || given > most)
        {
            Refuse(path, $"{given} is not between {least} and {most}", null);
        }

        return given;
    }

    private double? Positive(string path, double? given) => Where(path, given, given > 0, "a finite number above 0");

    private double? NotNegative(string path, double? given) => Where(path, given, given >= 0, "a finite number, 0 or more");

    private IReadOnlyList<double>? Shares(string path, IReadOnlyList<double>? given)
    {
        foreach (var share in given ?? [])
        {
            Where(path, share, share is >= 0 and <= 1, "a share between 0 and 1");
        }

        return given;
    }

    private double? Fraction(string path, double? given) => Where(path, given, given is > 0 and <= 1, "a share above 0 and up to 1");

    private double? Where(string path, double? given, bool holds, string wanted)
    {
        if (given is { } value && (!holds || !double.IsFinite(value)))
        {
            Refuse(path, $"{value} is not {wanted}", null);
        }

        return given;
    }

    private void Refuse(string path, string message, string? hint) => _errors.Add(new ValidationError(path, message, hint));
}
