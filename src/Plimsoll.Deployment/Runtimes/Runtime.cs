using Plimsoll.Deployment.Options;
using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Deployment.Runtimes;

/// <summary>What will run: the Dynamo release, its image, and the engine inside.</summary>
/// <param name="Dynamo">The Dynamo release.</param>
/// <param name="Image">The image of frontend and workers.</param>
/// <param name="Engine">The engine that is expected inside.</param>
public sealed record Runtime(DynamoRelease Dynamo, string Image, EngineVersion Engine)
{
    /// <summary>The runtime for a plan; says so when its engine is another release than the planned one.</summary>
    public static Runtime For(DeploymentPlan plan, DeploymentOptions options, ICollection<string> notes)
    {
        var backend = plan.Version.Backend;
        var dynamo = options.DynamoVersion is { } version ? DynamoReleases.All.First(release => release.Version == version) : DynamoReleases.For(plan.Version);
        if (options.Image is { } image)
        {
            return new Runtime(dynamo, image, plan.Version); // the user's image is taken to hold what was planned
        }

        var engine = dynamo.Engine(backend);
        if (ReleaseOrder.AreSame(engine.Version, plan.Version.Version))
        {
            return new Runtime(dynamo, dynamo.Image(backend), plan.Version);
        }

        notes.Add($"{dynamo.Image(backend)} holds {engine}; {plan.Version} was planned, and no known image holds it. Flags are those of {engine}.");
        return new Runtime(dynamo, dynamo.Image(backend), engine);
    }
}
