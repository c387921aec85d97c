using Plimsoll.Model.Backends;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>All routes to a backend on a GPU, sorted by doubt; equal doubts keep the order of the donors.</summary>
internal sealed class TransferRoutes(GpuSystem system, BackendKind backend, Func<TransferKnowledge> knowledge)
{
    private readonly Lazy<TransferKnowledge> _knowledge = new(knowledge);
    private readonly Dictionary<(KernelKind Kind, object Format), object> _sorted = [];

    /// <summary>The routes of a kernel in a format, the least doubtful first.</summary>
    public IReadOnlyList<TransferRoute<TFormat>> For<TFormat>(
        KernelKind kind, TFormat wanted, IReadOnlyList<TFormat> formats, Func<TFormat, string> name)
        where TFormat : struct
    {
        if (!_sorted.TryGetValue((kind, wanted), out var sorted))
        {
            _sorted[(kind, wanted)] = sorted = Sort(kind, wanted, formats, name);
        }

        return (IReadOnlyList<TransferRoute<TFormat>>)sorted;
    }

    private TransferRoute<TFormat>[] Sort<TFormat>(
        KernelKind kind, TFormat wanted, IReadOnlyList<TFormat> formats, Func<TFormat, string> name)
        where TFormat : struct
    {
        var (donors, errors) = _knowledge.Value;
        var routes = new List<TransferRoute<TFormat>>();
        foreach (var donor in donors)
        {
            var across = errors.System(kind, Distance(donor.System, kind))
                .Then(errors.Backend(kind, donor.Engine.Backend.Name(), backend.Name()));
            foreach (var format in formats)
            {
                var step = across.Then(errors.Format(kind, name(format), name(wanted)));
                routes.Add(new TransferRoute<TFormat>(donor, format, wanted, step, Words(donor, name(format), name(wanted))));
            }
        }

        return [.. routes.OrderBy(route => route.Step.Sigma)];
    }

    private double Distance(GpuSystem from, KernelKind kind) => ArchitectureDistance.Between(from, system, kind);

    private string Words(TransferDonor donor, string from, string to)
    {
        var changes = new List<string>();
        if (donor.System.Name != system.Name)
        {
            changes.Add(donor.System.Name);
        }

        if (donor.Engine.Backend != backend)
        {
            changes.Add(donor.Engine.Backend.Name());
        }

        if (from != to)
        {
            changes.Add(from);
        }

        return changes.Count == 0 ? "" : $"transferred from {string.Join(", ", changes)}";
    }
}
