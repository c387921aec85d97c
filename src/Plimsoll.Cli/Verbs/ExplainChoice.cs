using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Verbs;

/// <summary>Which configuration of a report is to be explained: a way of serving and a rank, as in <c>agg:2</c>.</summary>
/// <param name="Mode">The way of serving.</param>
/// <param name="Rank">The rank from 1; of the nearest misses where nothing meets the targets.</param>
/// <param name="Path">Where the choice was made, for errors.</param>
internal sealed record ExplainChoice(ServingMode Mode, int Rank, string Path)
{
    /// <summary>Reads a choice; null with a problem added when it is none.</summary>
    public static ExplainChoice? Read(GivenValue value, ICollection<ValidationError> errors)
    {
        if (value.Text.Split(':') is [var mode, var rank] && mode is "agg" or "disagg" && int.TryParse(rank, out var number) && number > 0)
        {
            return new ExplainChoice(mode == "agg" ? ServingMode.Agg : ServingMode.Disagg, number, value.Path);
        }

        errors.Add(new ValidationError(value.Path, $"'{value.Text}' names no configuration", "give a way of serving and a rank, as agg:1 or disagg:2"));
        return null;
    }

    /// <summary>The configuration in a report.</summary>
    /// <exception cref="InvalidInputException">The report has no such rank.</exception>
    public PlannedConfiguration Find(PlanReport report)
    {
        var rows = Rows(Mode == ServingMode.Agg ? report.Agg : report.Disagg);
        return Rank <= rows.Count ? rows[Rank - 1] : throw new InvalidInputException(Path, $"there are {rows.Count} configurations, not {Rank}");
    }

    /// <summary>The best configuration of a report, or its nearest miss; null when it has neither.</summary>
    public static PlannedConfiguration? Best(PlanReport report) =>
        Rows(report.Chosen == ServingMode.Disagg ? report.Disagg : report.Agg).Concat(Rows(report.Disagg)).FirstOrDefault();

    private static IReadOnlyList<PlannedConfiguration> Rows(ModePlan? plan) =>
        plan is null ? [] : plan.Ranked.Count > 0 ? plan.Ranked : [.. plan.NearestMisses.Select(miss => miss.Configuration)];
}
