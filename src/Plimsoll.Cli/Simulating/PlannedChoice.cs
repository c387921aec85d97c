using System.Text.Json;
using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Simulating;

/// <summary>A configuration of a saved report, and the question that it answers.</summary>
/// <param name="Request">The question, narrowed to the configuration's backend and release.</param>
/// <param name="Configuration">The configuration.</param>
/// <param name="File">The report.</param>
internal sealed record PlannedChoice(PlanRequest Request, PlannedConfiguration Configuration, string File)
{
    private const long MostBytes = 64L << 20;

    /// <summary>Reads the report that the flags name; null without one.</summary>
    /// <exception cref="InvalidInputException">It cannot be read, or has no such configuration: nothing else can be judged then.</exception>
    public static PlannedChoice? Read(GivenFlags given)
    {
        if (given.Text(SimulateFlags.Plan) is not { } file)
        {
            if (given.Value(SimulateFlags.Rank) is not null)
            {
                given.Refuse(SimulateFlags.Rank, "has no effect without --plan", "leave it out");
            }

            return null;
        }

        var choice = Open(file, given) is { } report && Find(report, given) is { } row
            ? new PlannedChoice(Narrowed(report.Request, row), row, Path.GetFileName(file))
            : null;
        return choice ?? throw new InvalidInputException(given.Errors);
    }

    // Aggregated workers have no link and no second system, whatever the question allowed.
    private static PlanRequest Narrowed(PlanRequest request, PlannedConfiguration row)
    {
        var narrowed = request with { Backend = row.Backend, BackendVersion = row.BackendVersion };
        return row.Worker is null ? narrowed : narrowed with { DecodeSystem = null, KvLinkGbPerS = null, KvLinkLatencyMs = null };
    }

    private static PlanReport? Open(string file, GivenFlags given)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(file);
            if (stream.Length > MostBytes)
            {
                given.Refuse(SimulateFlags.Plan, $"'{file}' is {stream.Length} bytes long; a report has at most {MostBytes}");
                return null;
            }

            return JsonSerializer.Deserialize(stream, PlanJson.Default.PlanReport)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException broken)
        {
            given.Refuse(SimulateFlags.Plan, $"'{file}' is no report of 'plimsoll default': {broken.Message}", "give report.json of --save-dir, or what --output json printed");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            given.Refuse(SimulateFlags.Plan, $"'{file}' cannot be read: {unreadable.Message}");
        }

        return null;
    }

    private static PlannedConfiguration? Find(PlanReport report, GivenFlags given)
    {
        var text = given.Text(SimulateFlags.Rank) ?? "1";
        var parts = text.Split(':');
        var mode = parts is ["agg", _] ? ServingMode.Agg : parts is ["disagg", _] ? ServingMode.Disagg : report.Chosen ?? ServingMode.Agg;
        if (parts.Length > 2 || (parts.Length == 2 && parts[0] is not ("agg" or "disagg")) || !int.TryParse(parts[^1], out var rank) || rank < 1)
        {
            given.Refuse(SimulateFlags.Rank, $"'{text}' names no configuration", "give a rank, as 1 or disagg:2");
            return null;
        }

        var plan = mode == ServingMode.Agg ? report.Agg : report.Disagg;
        IReadOnlyList<PlannedConfiguration> rows = plan is null ? []
            : plan.Ranked.Count > 0 ? plan.Ranked
            : [.. plan.NearestMisses.Select(miss => miss.Configuration)];
        if (rank <= rows.Count)
        {
            return rows[rank - 1];
        }

        given.Refuse(SimulateFlags.Rank, $"the report has {rows.Count} {(mode == ServingMode.Agg ? "aggregated" : "disaggregated")} configurations, not {rank}");
        return null;
    }
}
