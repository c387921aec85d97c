using System.Globalization;
using Plimsoll.Formats.Csv;

namespace Plimsoll.EndToEnd.Tests.Oracles;

/// <summary>The peer's best row: throughput over the cluster and latencies as it prints them.</summary>
public sealed record PeerRow(string Parallel, double TokensPerSPerGpu, double TtftMs, double TpotMs, double RequestLatencyMs, string KvCache)
{
    /// <summary>The first row of a table of best configurations.</summary>
    public static PeerRow Of(CsvTable table, string mode)
    {
        double Number(string column) => double.Parse(table.Field(0, column), CultureInfo.InvariantCulture);
        var parallel = mode == "agg"
            ? Short(table.Field(0, "parallel"))
            : $"{table.Field(0, "(p)workers")}×{Short(table.Field(0, "(p)parallel"))} + {table.Field(0, "(d)workers")}×{Short(table.Field(0, "(d)parallel"))}";
        return new PeerRow(
            parallel,
            Number("tokens/s/gpu_cluster"),
            Number("ttft"),
            Number("tpot"),
            Number("request_latency"),
            table.Field(0, mode == "agg" ? "kvcache" : "(d)kvcache"));
    }

    private static string Short(string parallel) =>
        parallel.EndsWith("dp1etp1ep1", StringComparison.Ordinal) ? parallel[..^10] : parallel;
}
