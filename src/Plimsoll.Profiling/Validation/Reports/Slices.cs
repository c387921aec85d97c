using System.Globalization;
using Plimsoll.Model.Backends;
using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>Cuts outcomes along the properties that errors depend on.</summary>
internal static class Slices
{
    private static readonly (string Name, Func<MeasuredExperiment, string> Value)[] Properties =
    [
        ("mode", run => run.Topology.Mode),
        ("backend", run => run.Engine.Backend.Name()),
        ("system", run => run.Engine.System),
        ("model", run => run.Engine.Model),
        ("quantisation", Quantisation),
        ("lengths", run => string.Create(CultureInfo.InvariantCulture, $"{run.Load.Isl}/{run.Load.Osl}")),
        ("protocol", run => run.Load.ShortestShare < 1 ? $"{run.Load.Protocol}, random lengths" : run.Load.Protocol),
        ("concurrency", Concurrency),
        ("class", run => $"{run.Engine.Backend.Name()} {run.Engine.System} {run.Engine.Model}"),
    ];

    /// <summary>The slices by property and value; values in ordinal order.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, SliceScore>> Of(IReadOnlyCollection<ExperimentOutcome> outcomes)
    {
        var slices = new Dictionary<string, IReadOnlyDictionary<string, SliceScore>>(StringComparer.Ordinal);
        foreach (var (name, value) in Properties)
        {
            var scores = new SortedDictionary<string, SliceScore>(StringComparer.Ordinal);
            foreach (var group in outcomes.GroupBy(outcome => value(outcome.Experiment), StringComparer.Ordinal))
            {
                scores[group.Key] = SliceScore.Of(group.ToArray());
            }

            slices[name] = scores;
        }

        return slices;
    }

    private static string Quantisation(MeasuredExperiment run) => (run.Engine.GemmQuant, run.Precision) switch
    {
        ({ } gemm, _) => gemm,
        (null, { Length: > 0 } label) => label,
        _ => "checkpoint",
    };

    // Powers of four, zero-padded so that they sort.
    private static string Concurrency(MeasuredExperiment run)
    {
        if (run.Load.Concurrency is not { } clients)
        {
            return "open";
        }

        var from = 1;
        while (from * 4 <= clients)
        {
            from *= 4;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{from:0000}-{(from * 4) - 1:0000}");
    }
}
