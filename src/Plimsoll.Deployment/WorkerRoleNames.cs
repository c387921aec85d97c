namespace Plimsoll.Deployment;

/// <summary>The spelling of worker roles in keys and file names.</summary>
public static class WorkerRoleNames
{
    /// <summary><c>agg</c>, <c>prefill</c> or <c>decode</c>.</summary>
    public static string Name(this WorkerRole role) => role switch
    {
        WorkerRole.Agg => "agg",
        WorkerRole.Prefill => "prefill",
        _ => "decode",
    };
}
