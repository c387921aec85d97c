using Plimsoll.Model.Backends;

namespace Plimsoll.Model.Calibrations;

/// <summary>A calibration as it is written: for which engine it holds, its terms, where each comes from and how well they did.</summary>
public sealed record CalibrationDocument
{
    /// <summary>The engine; null for any.</summary>
    public BackendKind? Backend { get; init; }

    /// <summary>The first release that it holds for; <c>0</c> for all.</summary>
    public string From { get; init; } = "0";

    /// <summary>Where it comes from, in one sentence.</summary>
    public required string Source { get; init; }

    /// <summary>The terms.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>Where single terms come from, by name.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>Errors of the fit, in sample and left out, by name: for readers, not for the model.</summary>
    public IReadOnlyDictionary<string, double> Errors { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether it may be used for an engine.</summary>
    public bool HoldsFor(EngineVersion engine) =>
        (Backend is null || Backend == engine.Backend) && KernelTimes.Tables.ReleaseOrder.Instance.Compare(From, engine.Version) <= 0;
}
