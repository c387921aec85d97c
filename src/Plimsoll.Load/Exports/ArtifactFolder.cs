using Plimsoll.Load.Metrics;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Timing;

namespace Plimsoll.Load.Exports;

/// <summary>The folder of a run, laid out as AIPerf 0.13 does.</summary>
/// <param name="path">Where it is; created when the run begins.</param>
public sealed class ArtifactFolder(string path)
{
    /// <summary>The summary's name.</summary>
    public const string SummaryName = "profile_export_aiperf.json";

    private const string RecordsName = "profile_export.jsonl";
    private static readonly string[] Names = [SummaryName, "profile_export_aiperf.csv", RecordsName, "inputs.json", "run.json"];

    /// <summary>Where it is.</summary>
    public string FolderPath => path;

    /// <summary>Whether it holds a run already.</summary>
    public bool HoldsRun => Names.Any(name => File.Exists(Path.Combine(path, name)));

    /// <summary>Creates the folder, removes the files of an earlier run, writes what will be sent and begins the file of requests.</summary>
    public RecordsFile Begin(IEnumerable<PreparedRequest> requests, RunClock clock, string benchmarkId)
    {
        Directory.CreateDirectory(path);
        foreach (var name in Names)
        {
            File.Delete(Path.Combine(path, name));
        }

        AtomicFile.Write(Path.Combine(path, "inputs.json"), stream => InputsFile.Write(stream, requests));
        return new RecordsFile(Path.Combine(path, RecordsName), clock, benchmarkId);
    }

    /// <summary>Writes the summaries.</summary>
    public void Finish(RunDescription run, RunMetrics metrics, RunMetrics? warmup, ClientHealth health, RunClock clock)
    {
        AtomicFile.Write(Path.Combine(path, "profile_export_aiperf.csv"), stream => SummaryCsv.Write(stream, metrics));
        AtomicFile.Write(Path.Combine(path, "run.json"), stream => RunFile.Write(stream, run, metrics, health));
        AtomicFile.Write(Path.Combine(path, SummaryName), stream => SummaryJson.Write(stream, run, metrics, warmup, clock));
    }
}
