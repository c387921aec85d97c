using Plimsoll.Model.Operators;

namespace Plimsoll.Model.Calibrations;

/// <summary>All terms that a calibration can have, in the order of files.</summary>
public static class CalibrationTerms
{
    private const string Ms = "ms";
    private const string MsPerToken = "ms per token";

    /// <summary>The named terms.</summary>
    public static IReadOnlyList<CalibrationTerm> All { get; } =
    [
        new("sustained_clock_slowdown", "fraction", 0, 1, 0, c => c.SustainedClockSlowdown, (c, v) => c with { SustainedClockSlowdown = v }),
        new("host_ms_per_step", Ms, 0, 100, 0, c => c.HostMsPerStep, (c, v) => c with { HostMsPerStep = v }),
        new("prepare_ms", Ms, 0, 100, 1, c => c.PrepareMs, (c, v) => c with { PrepareMs = v }),
        new("prepare_ms_per_prompt", Ms, 0, 100, 0.5, c => c.PrepareMsPerPrompt, (c, v) => c with { PrepareMsPerPrompt = v }),
        new("launch_ms_per_kernel", Ms, 0, 10, 0.05, c => c.LaunchMsPerKernel, (c, v) => c with { LaunchMsPerKernel = v }),
        new("request_service_ms", Ms, 0, 1000, 1, c => c.RequestServiceMs, (c, v) => c with { RequestServiceMs = v }),
        new("request_service_ms_per_token", MsPerToken, 0, 1, 0.001, c => c.RequestServiceMsPerToken, (c, v) => c with { RequestServiceMsPerToken = v }),
        new("submit_ms", Ms, 0, 1000, 0.5, c => c.SubmitMs, (c, v) => c with { SubmitMs = v }),
        new("first_token_ms", Ms, 0, 1000, 0.5, c => c.FirstTokenMs, (c, v) => c with { FirstTokenMs = v }),
        new("first_token_ms_per_prompt_token", MsPerToken, 0, 1, 0.0005, c => c.FirstTokenMsPerPromptToken, (c, v) => c with { FirstTokenMsPerPromptToken = v }),
        new("stream_ms_per_token", MsPerToken, 0, 10, 0.02, c => c.StreamMsPerToken, (c, v) => c with { StreamMsPerToken = v }),
        new("inbound_ms", Ms, 0, 1000, 1, c => c.InboundMs, (c, v) => c with { InboundMs = v }),
        new("outbound_ms", Ms, 0, 1000, 1, c => c.OutboundMs, (c, v) => c with { OutboundMs = v }),
        new("sampling_bytes_per_logit", "bytes", 0, 1000, 34, c => c.SamplingBytesPerLogit, (c, v) => c with { SamplingBytesPerLogit = v }),
        new("expert_workspace_factor", "ratio", 1, 100, 2, c => c.ExpertWorkspaceFactor, (c, v) => c with { ExpertWorkspaceFactor = v }),
    ];

    /// <summary>Factors on operators, one for each family.</summary>
    public static IReadOnlyList<CalibrationTerm> Factors { get; } = [.. OperatorFamilies.All.Select(CalibrationTerm.FactorOf)];

    /// <summary>Every term at its usual value, factors at 1: where a search starts that knows nothing better.</summary>
    public static Calibration Usual => All.Aggregate(Calibration.None, (calibration, term) => term.With(calibration, term.Usual)) with
    {
        Source = "usual values",
    };

    /// <summary>The named term or factor; null when there is none of that name.</summary>
    public static CalibrationTerm? Find(string name) => All.Concat(Factors).FirstOrDefault(term => term.Name == name);
}
