namespace Plimsoll.Cli.Arguments;

/// <summary>Flags of AIConfigurator that Plimsoll refuses with a reason, because ignoring one would answer another question.</summary>
internal static class PeerFlags
{
    private const string Settings = "say it with --generator-set; docs/deployment.md lists every key";
    private const string Releases = "flags follow the image; choose it with --dynamo-version";
    private const string Acceptance = "state how often each draft is accepted, with --nextn-accept-rates";
    private const string Vision = "image inputs are not modelled; leave it out to plan for text";
    private const string Split = "encoder and attention-FFN disaggregation are not planned; use --serving-mode auto, agg or disagg";
    private const string Sizing = "plans are for a given cluster; use --total-gpus";
    private const string Logging = "use --verbose, logs go to stderr";

    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["--log-level"] = Logging,
        ["--debug"] = Logging,
        ["--engine-step-backend"] = "there is one engine here; leave it out",
        ["--forward-model"] = "only operator-level times are used; leave it out",
        ["--transfer-policy"] = "use --database-mode hybrid for transferred times",
        ["--strict-sla"] = "targets always hold here; leave it out",
        ["--inclusive-tpot"] = "TPOT always counts tokens after the first; leave it out",
        ["--max-seq-len"] = "sequences are sized for --isl plus --osl; leave it out",
        ["--enable-chunked-prefill"] = "prefill is chunked as the backend's release does it; use --max-batched-tokens for the size of a chunk",
        ["--enable-wideep"] = "wide expert-parallel layouts are searched where there are times for them; leave it out",
        ["--moe-backend"] = "the tables' default expert kernels are used; leave it out",
        ["--target-request-rate"] = Sizing,
        ["--target-concurrency"] = Sizing,
        ["--nextn-accepted"] = Acceptance,
        ["--image-height"] = Vision,
        ["--image-width"] = Vision,
        ["--num-images"] = Vision,
        ["--disable-encoder-dp"] = Vision,
        ["--enable-epd"] = Split,
        ["--encoder-tp"] = Split,
        ["--encoder-system"] = Split,
        ["--encoder-latency-correction"] = Split,
        ["--afd-max-a-batch-size"] = Split,
        ["--afd-max-candidates"] = Split,
        ["--afd-candidate-overflow"] = Split,
        ["--deployment-target"] = "files are for Dynamo and for hosts without Kubernetes; leave it out",
        ["--generator-config"] = Settings,
        ["--generator-help"] = Settings,
        ["--generator-help-backend"] = Settings,
        ["--config-template-version"] = Releases,
        ["--generated-config-version"] = Releases,
        ["--transport"] = "workers exchange KV caches by RDMA; say --generator-set K8sConfig.rdma_resource=NAME or none",
    };

    /// <summary>What to do instead of the flag; null when it is none of the peer's.</summary>
    public static string? Instead(string flag) => Reasons.GetValueOrDefault(flag);
}
