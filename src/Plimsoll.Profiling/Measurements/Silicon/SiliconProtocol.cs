namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>
/// How the rows were loaded, which the table itself does not say. Most stem from one public benchmark: a closed loop that starts with a burst, ten
/// requests per client, lengths uniform between 80 and 100 % of nominal. The others are AIPerf runs with fixed lengths.
/// </summary>
internal static class SiliconProtocol
{
    private const int RequestsPerClient = 10;
    private const double ShortestShare = 0.8;

    // The public benchmark has three workloads, and none of these models and collections.
    private static readonly (int Isl, int Osl)[] Workloads = [(1024, 1024), (1024, 8192), (8192, 1024)];
    private static readonly string[] FixedLengthModels = ["Qwen3-32B", "Llama-3.1-8B", "Qwen3-235B"];
    private const string FixedLengthCollection = "gap_analysis";

    /// <summary>The load of a row. A row without the load generator's concurrency ran as many clients as its batches hold.</summary>
    public static MeasuredLoad Load(SiliconRow row, MeasuredTopology topology)
    {
        var held = row.IsDisaggregated ? Held(row.Decode, topology.Decode!) : Held(row.Workers, topology.Workers!);
        var clients = Math.Max(1, row.Concurrency is { } stated ? (int)Math.Round(stated) : held);
        return new MeasuredLoad
        {
            Protocol = "closed",
            Concurrency = clients,
            RequestCount = RequestsPerClient * clients,
            Isl = row.Isl!.Value,
            Osl = row.Osl!.Value,
            ShortestShare = HasRandomLengths(row) ? ShortestShare : 1,
        };
    }

    private static int Held(SiliconWorkers cells, MeasuredWorkers workers) => (cells.Batch ?? 1) * workers.Parallelism.Dp * workers.Count;

    /// <summary>Whether a row belongs to the public benchmark.</summary>
    public static bool HasRandomLengths(SiliconRow row) =>
        Workloads.Contains((row.Isl!.Value, row.Osl!.Value))
        && !FixedLengthModels.Any(name => row.Model.Contains(name, StringComparison.Ordinal))
        && !row.Id.Contains(FixedLengthCollection, StringComparison.Ordinal);
}
