using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements;

/// <summary>Completes what a load generator's file says with what the user says: such files know the requests, not the engine.</summary>
internal static class DescribedRun
{
    /// <summary>The engine and its workers, or null after an error.</summary>
    /// <param name="described">What the user says.</param>
    /// <param name="recordedModel">The model's name in the file; null when it has none.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="errors">Receives every problem.</param>
    public static (ServedEngine Engine, MeasuredTopology Topology)? Complete(
        RunDescription described, string? recordedModel, string path, ICollection<ValidationError> errors)
    {
        var before = errors.Count;
        var model = Given(described.Model ?? recordedModel, "--model", "as in --model Qwen/Qwen3-32B-FP8");
        var system = Given(described.System, "--system", "as in --system h200_sxm");
        if (described.Backend is null)
        {
            Given(null, "--backend", $"one of {string.Join(", ", BackendKindNames.All)}");
        }

        var topology = ParallelText.Read(described.Parallel ?? "tp1", described.Arguments, "--parallel", errors);
        return errors.Count > before || topology is null
            ? null
            : (new ServedEngine(model, system, described.Backend!.Value, described.Version) { Arguments = described.Arguments }, topology);

        string Given(string? value, string flag, string example)
        {
            if (string.IsNullOrEmpty(value))
            {
                errors.Add(new ValidationError(flag, $"is needed: {path} does not say it", example));
            }

            return value ?? "";
        }
    }
}
