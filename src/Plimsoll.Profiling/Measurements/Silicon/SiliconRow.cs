using Plimsoll.Model.Backends;

namespace Plimsoll.Profiling.Measurements.Silicon;

/// <summary>One row of the table, as written; absent cells are null.</summary>
internal sealed record SiliconRow
{
    public required string Id { get; init; }

    public required string Place { get; init; }

    public required BackendKind Backend { get; init; }

    public required string Version { get; init; }

    public required string Model { get; init; }

    public required string System { get; init; }

    public required string Precision { get; init; }

    public required bool IsDisaggregated { get; init; }

    public required string GemmQuant { get; init; }

    public required string MoeQuant { get; init; }

    public required int? Isl { get; init; }

    public required int? Osl { get; init; }

    public required double? TtftMs { get; init; }

    public required double? TpotMs { get; init; }

    public required double? Concurrency { get; init; }

    public required SiliconWorkers Workers { get; init; }

    public required SiliconWorkers Prefill { get; init; }

    public required SiliconWorkers Decode { get; init; }

    /// <summary>Cells with content.</summary>
    public required int FilledCells { get; init; }

    /// <summary>The way of serving, as in the table.</summary>
    public string Mode => IsDisaggregated ? "disagg" : "agg";

    /// <summary>Rows that agree in this are copies of one measurement.</summary>
    public object Measurement => (System, Backend, IsDisaggregated, Isl, Osl, TtftMs, TpotMs);
}
