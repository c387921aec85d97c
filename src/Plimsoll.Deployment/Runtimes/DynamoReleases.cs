using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Deployment.Runtimes;

/// <summary>Which engines Dynamo's releases hold; facts of their release notes.</summary>
public static class DynamoReleases
{
    /// <summary>The releases, newest first.</summary>
    public static IReadOnlyList<DynamoRelease> All { get; } =
    [
        new("1.3.0", "0.24.0", "0.5.16", "1.3.0rc23"),
        new("1.2.0", "0.20.1", "0.5.11", "1.3.0rc14"),
        new("1.1.0", "0.19.0", "0.5.10.post1", "1.3.0rc11"),
        new("1.0.0", "0.16.0", "0.5.9", "1.3.0rc5.post1"),
        new("0.9.0", "0.14.1", "0.5.8", "1.3.0rc1"),
        new("0.8.1", "0.12.0", "0.5.6.post2", "1.2.0rc6.post1"),
        new("0.8.0", "0.12.0", "0.5.6.post2", "1.2.0rc6.post1"),
        new("0.7.1", "0.11.0", "0.5.4.post3", "1.2.0rc3"),
        new("0.7.0", "0.11.0", "0.5.4.post3", "1.2.0rc2"),
        new("0.6.1", "0.11.0", "0.5.3.post2", "1.1.0rc5"),
        new("0.6.0", "0.11.0", "0.5.3.post2", "1.1.0rc5"),
    ];

    /// <summary>
    /// The release for an engine: the newest that holds it, else the oldest that holds a newer one (its behaviour is the nearest that still
    /// knows every flag), else the newest of all.
    /// </summary>
    public static DynamoRelease For(EngineVersion engine) =>
        All.FirstOrDefault(release => ReleaseOrder.AreSame(release.Engine(engine.Backend).Version, engine.Version))
        ?? All.LastOrDefault(release => ReleaseOrder.Instance.Compare(release.Engine(engine.Backend).Version, engine.Version) > 0)
        ?? All[0];
}
