using Plimsoll.Model.Backends;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Support;

/// <summary>Which cells of the support matrix are wanted.</summary>
public sealed record SupportQuestion
{
    /// <summary>The models.</summary>
    public required IReadOnlyList<SupportModel> Models { get; init; }

    /// <summary>Names of the systems.</summary>
    public required IReadOnlyList<string> Systems { get; init; }

    /// <summary>The backends.</summary>
    public IReadOnlyList<BackendKind> Backends { get; init; } = Enum.GetValues<BackendKind>();

    /// <summary>The release; null = the newest with data.</summary>
    public string? Version { get; init; }

    /// <summary>Every release that the databases have, instead of one.</summary>
    public bool AllVersions { get; init; }

    /// <summary>Most GPUs of a deployment.</summary>
    public int MostGpus { get; init; } = 64;

    /// <summary>The request that must fit; shortened for models that cannot hold it.</summary>
    public RequestShape Request { get; init; } = new(4000, 1000);
}
