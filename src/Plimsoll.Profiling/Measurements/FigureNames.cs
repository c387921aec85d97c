namespace Plimsoll.Profiling.Measurements;

/// <summary>The spelling of figures in reports.</summary>
public static class FigureNames
{
    private static readonly string[] Names =
        ["ttft_mean", "ttft_p50", "ttft_p99", "tpot_mean", "throughput", "preemptions", "kv_tokens"];

    /// <summary>All figures, in the order of reports.</summary>
    public static IReadOnlyList<Figure> All { get; } = Enum.GetValues<Figure>();

    /// <summary>The snake_case name, as in JSON.</summary>
    public static string Name(this Figure figure) => Names[(int)figure];

    /// <summary>Whether it is a time to first token.</summary>
    public static bool IsTtft(this Figure figure) => figure <= Figure.TtftP99;
}
