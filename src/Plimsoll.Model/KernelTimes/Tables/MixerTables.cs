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
    private readonly Dictionary<string, RecurrentTable> _recurrences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HyperConnectionTable> _connections = new(StringComparer.Ordinal);

    /// <summary>Prefill of a mixer; null when no table has its operation.</summary>
    public PrefillMixerSurface? Prefill(MixerKernel kernel) => kernel is RecurrentKernel recurrent
        ? FirstExactThenNearest(kernel.Operation + "_perf", (location, transfer, other) => Recurrence(location, recurrent).Prefill(recurrent, transfer, other))
        : TableOf(kernel, prefill: true) is { } name
        ? FirstExactThenNearest(name, (location, transfer, other) => _lookup.Prefill(Table(location, true), kernel, describe(location), transfer, other))
        : null;

    /// <summary>Decode of a mixer; null when no table has its operation.</summary>
    public DecodeAttentionSurface? Decode(MixerKernel kernel) => kernel is RecurrentKernel recurrent
        ? FirstExactThenNearest(kernel.Operation + "_perf", (location, transfer, other) => Recurrence(location, recurrent).Decode(recurrent, transfer, other))
        : TableOf(kernel, prefill: false) is { } name
        ? FirstExactThenNearest(name, (location, transfer, other) => _lookup.Decode(Table(location, false), kernel, describe(location), transfer, other))
        : null;

    /// <summary>A kernel over tokens; null when it was not measured.</summary>
    public (KernelCurve Curve, TableLocation Location)? PerToken(TokenKernel kernel) => kernel switch
    {
        LatentAbsorption products => Absorption(products),
        HyperConnection mixing => Connection(mixing),
        _ => null,
    };

    private (KernelCurve Curve, TableLocation Location)? Connection(HyperConnection kernel)
    {
        foreach (var location in locate("mhc_module_perf"))
        {
            if (!_connections.TryGetValue(location.Path, out var table))
            {
                _connections[location.Path] = table = new HyperConnectionTable(open(location.Path), system, describe(location));
            }

            if (table.Curve(kernel) is { } curve)
            {
                return (curve, location);
            }
        }

        return null;
    }

    private RecurrentTable Recurrence(TableLocation location, RecurrentKernel kernel)
    {
        if (!_recurrences.TryGetValue(location.Path, out var table))
        {
            _recurrences[location.Path] = table = new RecurrentTable(open(location.Path), kernel.Rule, system, describe(location));
        }

        return table;
    }

    private MixerTable Table(TableLocation location, bool prefill)
    {
        if (!_tables.TryGetValue(location.Path, out var table))
        {
            _tables[location.Path] = table = new MixerTable(open(location.Path), prefill);
        }

        return table;
    }

    private (KernelCurve Curve, TableLocation Location)? Absorption(LatentAbsorption kernel)
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

    private T? FirstExactThenNearest<T>(string table, Func<TableLocation, bool, bool, T?> lookup)
        where T : class
    {
        var locations = locate(table);
        foreach (var transfer in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var location in locations)
            {
                if (lookup(location, transfer, location.Channel > TableChannel.Declared) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
