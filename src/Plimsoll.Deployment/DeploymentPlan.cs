using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Deployment;

/// <summary>One planned configuration with all that files about it need.</summary>
public sealed record DeploymentPlan
{
    /// <summary>The question that was planned.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>Facts about the model.</summary>
    public required ModelSummary Model { get; init; }

    /// <summary>The configuration to deploy.</summary>
    public required PlannedConfiguration Configuration { get; init; }

    /// <summary>The engine and the release that was priced.</summary>
    public required EngineVersion Version { get; init; }

    /// <summary>The pools of workers: one (agg) or prefill before decode (disagg).</summary>
    public required IReadOnlyList<WorkerPool> Pools { get; init; }

    /// <summary>Longest sequence of the load, prompt and answer together; null when lengths come from a file.</summary>
    public int? SequenceTokens => Request.Lengths is null && Request.Trace is null ? Request.Isl + Request.Osl : null;

    /// <summary>A configuration of a report.</summary>
    /// <param name="report">The report, for the question and the model.</param>
    /// <param name="configuration">One of its configurations.</param>
    /// <param name="system">The system of a name.</param>
    public static DeploymentPlan Of(PlanReport report, PlannedConfiguration configuration, Func<string, GpuSystem> system)
    {
        if (!BackendKindNames.TryParse(configuration.Backend, out var backend))
        {
            throw new ArgumentException($"no backend is called '{configuration.Backend}'", nameof(configuration));
        }

        return new DeploymentPlan
        {
            Request = report.Request,
            Model = report.Model,
            Configuration = configuration,
            Version = new EngineVersion(backend, configuration.BackendVersion),
            Pools = [.. PoolsOf(configuration, system)],
        };
    }

    private static IEnumerable<WorkerPool> PoolsOf(PlannedConfiguration configuration, Func<string, GpuSystem> system)
    {
        (WorkerRole Role, WorkerPlan? Plan)[] pools =
            [(WorkerRole.Agg, configuration.Worker), (WorkerRole.Prefill, configuration.Prefill), (WorkerRole.Decode, configuration.Decode)];
        foreach (var (role, plan) in pools)
        {
            if (plan is not null)
            {
                yield return new WorkerPool(role, plan, plan.Workers * configuration.Replicas, system(plan.System));
            }
        }
    }
}
