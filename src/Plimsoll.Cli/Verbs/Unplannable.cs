using Plimsoll.Cli.Rendering;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Cli.Verbs;

/// <summary>Tells a cluster that cannot hold the model at all, or that nothing is known about, from one that only misses the targets.</summary>
internal static class Unplannable
{
    private const string DataMissing = "kernel_data_missing";

    /// <summary>Refuses a report without any configuration, not even a nearest miss, for the reasons that it counted.</summary>
    /// <exception cref="MissingDataException">Kernel times are missing.</exception>
    /// <exception cref="InvalidInputException">No layout divides, or none fits into memory.</exception>
    public static void ThrowIf(PlanReport report)
    {
        var plans = new[] { report.Agg, report.Disagg }.OfType<ModePlan>().ToArray();
        if (plans.Any(plan => plan.Ranked.Count + plan.NearestMisses.Count + plan.Pareto.Count > 0))
        {
            return;
        }

        var question = $"{report.Request.Model} on {report.Request.TotalGpus} GPUs of {report.Request.System}";
        var reasons = plans.SelectMany(plan => plan.Rejected).DistinctBy(rejection => rejection.Reason).ToArray();
        var errors = reasons.Select(rejection => new ValidationError(question, $"{Words.Spaced(rejection.Reason)}: {rejection.Example}", Hint(rejection.Reason))).ToArray();
        throw reasons.Any(rejection => rejection.Reason == DataMissing) ? new MissingDataException(errors) : new InvalidInputException(errors);
    }

    private static string? Hint(string reason) => reason switch
    {
        "weights_do_not_fit" or "kv_cache_too_small" => "more GPUs, GPUs with more memory, or fewer bits per weight or KV value",
        _ => null,
    };
}
