using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Traces;

/// <summary>What readers call the workers of a topology, in the order of their indices: prefill workers before decode workers.</summary>
public sealed class WorkerNames
{
    private readonly string[] _names;
    private readonly int[] _groups;

    private WorkerNames(params ReadOnlySpan<(string Role, int Count)> groups)
    {
        var count = 0;
        foreach (var group in groups)
        {
            count += group.Count;
        }

        (_names, _groups) = (new string[count], new int[count]);
        var roles = new string[groups.Length];
        var next = 0;
        for (var g = 0; g < groups.Length; g++)
        {
            roles[g] = groups[g].Role;
            for (var i = 1; i <= groups[g].Count; i++, next++)
            {
                (_names[next], _groups[next]) = ($"{groups[g].Role} {i}", g);
            }
        }

        Roles = roles;
    }

    /// <summary>The kinds of workers, in order: <c>worker</c>, or <c>prefill</c> and <c>decode</c>.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>How many workers there are.</summary>
    public int Count => _names.Length;

    /// <summary>The workers of a topology.</summary>
    /// <exception cref="ArgumentException">The topology is neither aggregated nor disaggregated.</exception>
    public static WorkerNames Of(ServingTopology topology) => topology switch
    {
        { Workers: { } workers } => Aggregated(workers.Count),
        { Prefill: { } prefill, Decode: { } decode } => Disaggregated(prefill.Count, decode.Count),
        _ => throw new ArgumentException("a topology has workers, or prefill and decode workers", nameof(topology)),
    };

    /// <summary>So many workers that do everything.</summary>
    public static WorkerNames Aggregated(int count) => new(("worker", count));

    /// <summary>So many prefill workers, then so many decode workers.</summary>
    public static WorkerNames Disaggregated(int prefill, int decode) => new(("prefill", prefill), ("decode", decode));

    /// <summary>The name of a worker: <c>decode 2</c>; numbers start at 1.</summary>
    public string Of(int worker) => _names[worker];

    /// <summary>The index in <see cref="Roles"/> of a worker's kind.</summary>
    public int RoleOf(int worker) => _groups[worker];
}
