using System.Text.Json;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Model.Calibrations;

/// <summary>The calibrations that ship: for each backend the entry of the newest release that is not newer than the one asked for.</summary>
public static class CalibrationCatalog
{
    private const string Resource = "Plimsoll.Model.Calibrations.defaults.json";

    /// <summary>The terms of a release; <see cref="Calibration.None"/> when nothing ships for the backend.</summary>
    public static Calibration For(EngineVersion engine)
    {
        using var stream = typeof(CalibrationCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("the calibration resource is missing from the build");
        using var document = JsonDocument.Parse(stream);
        JsonElement? best = null;
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var from = entry.GetProperty("from").GetString()!;
            if (entry.GetProperty("backend").GetString() == engine.Backend.Name()
                && ReleaseOrder.Instance.Compare(from, engine.Version) <= 0
                && (best is null || ReleaseOrder.Instance.Compare(best.Value.GetProperty("from").GetString(), from) < 0))
            {
                best = entry;
            }
        }

        return best is { } found ? Read(found.GetProperty("terms"), $"calibration of {engine.Backend.Name()}") : Calibration.None;
    }

    private static Calibration Read(JsonElement terms, string source)
    {
        double Value(string name, double otherwise) =>
            terms.TryGetProperty(name, out var term) ? term.GetProperty("value").GetDouble() : otherwise;

        return new Calibration
        {
            SustainedClockSlowdown = Value("sustained_clock_slowdown", 0),
            HostMsPerStep = Value("host_ms_per_step", 0),
            HostMsPerRow = Value("host_ms_per_row", 0),
            RequestPathMs = Value("request_path_ms", 0),
            SamplingBytesPerLogit = Value("sampling_bytes_per_logit", 0),
            ExpertWorkspaceFactor = Value("expert_workspace_factor", 1),
            Source = source,
        };
    }
}
