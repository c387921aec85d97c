using Plimsoll.Cli.Rendering;
using Plimsoll.Deployment;
using Plimsoll.Deployment.Folders;
using Plimsoll.Deployment.Options;
using Plimsoll.Model.Systems;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Saving;

/// <summary>The deployment files of a plan: a folder for each ranked configuration, <c>agg/top1/agg</c> and on.</summary>
internal static class DeploymentFiles
{
    /// <summary>The files by path inside the plan's folder.</summary>
    /// <param name="report">The plan.</param>
    /// <param name="options">What files say beyond the plan.</param>
    /// <param name="system">The system of a name.</param>
    /// <param name="log">Takes what was translated, substituted or left out.</param>
    /// <exception cref="InvalidInputException">The user's settings are wrong, or contradict the best configuration of a way of serving.</exception>
    public static IReadOnlyDictionary<string, string> Of(PlanReport report, DeploymentOptions options, Func<string, GpuSystem> system, TextWriter log)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (report.Request.Nextn > 0)
        {
            log.WriteLine("plimsoll: no deployment files: they cannot set up speculative decoding yet, and without it the plan would not hold");
            return files;
        }

        var notes = new List<string>();
        foreach (var configuration in (report.Agg?.Ranked ?? []).Concat(report.Disagg?.Ranked ?? []))
        {
            var (mode, rank) = (Words.Of(configuration.Mode), configuration.Rank ?? 1);
            try
            {
                var folder = DeploymentFolder.Of(DeploymentPlan.Of(report, configuration, system), options);
                foreach (var (name, text) in folder.Files)
                {
                    files.Add($"{mode}/top{rank}/{mode}/{name}", text);
                }

                notes.AddRange(folder.Notes.Select(note => $"{mode}: {note}"));
            }
            // What the user set must hold for what the user will deploy; a lower rank may not be able to take it, and says so.
            catch (InvalidInputException refused) when (rank > 1 || options.Overrides.Count == 0)
            {
                notes.AddRange(refused.Errors.Select(error => $"{mode}: no deployment files for rank {rank} ({configuration.Parallel}): {error}"));
            }
        }

        foreach (var note in notes.Distinct(StringComparer.Ordinal))
        {
            log.WriteLine($"plimsoll: {note}");
        }

        return files;
    }
}
