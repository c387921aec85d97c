using Plimsoll.Formats.Parquet;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>The tables of latent, sparse and compressed attention of one release, opened when a query needs them.</summary>
/// <param name="system">The GPU.</param>
/// <param name="locate">Files that may answer for a table, nearest first.</param>
/// <param name="open">Opens a file.</param>
/// <param name="describe">What to call a file in explanations.</param>
internal sealed class MixerTables(
    GpuSystem system, Func<string, IReadOnlyList<TableLocation>> locate, Func<string, ParquetFile> open, Func<TableLocation, string> describe)
{
    private readonly MixerLookup _lookup = new(system);
    private readonly Dictionary<string, MixerTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AbsorptionTable> _absorptions = new(StringComparer.Ordinal);

    /// <summary>Prefill of a mixer; null when no table has its operation.</summary>
    public PrefillMixerSurface? Prefill(MixerKernel kernel) =>
        FirstExactThenNearest(kernel, true, (table, source, transfer, other) => _lookup.Prefill(table, kernel, source, transfer, other));

    /// <summary>Decode of a mixer; null when no table has its operation.</summary>
    public DecodeAttentionSurface? Decode(MixerKernel kernel) =>
        FirstExactThenNearest(kernel, false, (table, source, transfer, other) => _lookup.Decode(table, kernel, source, transfer, other));

    /// <summary>The products around folded latent attention; null when they were not measured.</summary>
    public (KernelCurve Curve, TableLocation Location)? Absorption(LatentAbsorption kernel)
    {
        foreach (var location in locate("mla_bmm_perf"))
        {
            if (!_absorptions.TryGetValue(location.Path, out var table))
            {
                _absorptions[location.Path] = table = new AbsorptionTable(open(location.Path), system, describe(location));
            }

            if (table.Curve(kernel) is { } curve)
            {
                return (curve, location);
            }
        }

        return null;
    }

    private static string? TableOf(MixerKernel kernel, bool prefill) => kernel switch
    {
        BlockKernel => $"{kernel.Operation}_{(prefill ? "context" : "generation")}_module_perf",
        LatentKernel => prefill ? "context_mla_perf" : "generation_mla_perf",
        _ => null,
    };

    private T? FirstExactThenNearest<T>(MixerKernel kernel, bool prefill, Func<MixerTable, string, bool, bool, T?> lookup)
        where T : class
    {
        if (TableOf(kernel, prefill) is not { } name)
        {
            return null;
        }

        var locations = locate(name);
        foreach (var transfer in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var location in locations)
            {
                if (!_tables.TryGetValue(location.Path, out var table))
                {
                    _tables[location.Path] = table = new MixerTable(open(location.Path), prefill);
                }

                if (lookup(table, describe(location), transfer, location.Channel > TableChannel.Declared) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
