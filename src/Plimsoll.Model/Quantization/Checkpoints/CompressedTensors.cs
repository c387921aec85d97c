using Plimsoll.Model.Models;
using Plimsoll.Model.Models.HuggingFace;

namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>Reads <c>config_groups</c>: groups of modules, each with a format of weights and of input activations.</summary>
internal static class CompressedTensors
{
    /// <summary>The format of every kind of module; formats that cannot be read go to <paramref name="unsupported"/>.</summary>
    public static ModuleFormats Read(
        ConfigFields config, IReadOnlyList<LayerGroup> layers, List<string> notes, List<string> unsupported)
    {
        var formats = new ModuleFormats(WeightFormat.None);
        foreach (var (_, group) in config.Object("config_groups")?.NestedObjects() ?? [])
        {
            if (FormatOf(group) is not { } format)
            {
                unsupported.Add($"weights quantised as {Describe(group)}");
                continue;
            }

            var targets = group.Texts("targets") ?? ["Linear"];
            var probe = targets.Contains("Linear", StringComparer.Ordinal) ? null : new ModuleProbe(new ModulePatterns(targets, notes), layers);
            foreach (var kind in Enum.GetValues<ModuleKind>())
            {
                if (probe is null || probe.Count(kind) is var (whole, part, all) && 2 * (whole + part) > all)
                {
                    formats[kind] = format;
                }
            }
        }

        return formats;
    }

    private static WeightFormat? FormatOf(ConfigFields group)
    {
        if (group.Object("weights") is not { } weights)
        {
            return WeightFormat.None;
        }

        var inputs = group.Object("input_activations");
        var isFloat = weights.Text("type") == "float";
        return (weights.Whole(64, "num_bits"), isFloat) switch
        {
            (8, true) => Float8(weights, inputs),
            (4, true) => Float4(weights, inputs),
            (8, false) => inputs is null ? WeightFormat.Int8WeightOnly : WeightFormat.Int8,
            (4, false) => inputs is null ? WeightFormat.Int4WeightOnly : inputs.Text("type") == "float" ? WeightFormat.Int4Fp8 : null,
            _ => null,
        };
    }

    private static WeightFormat Float8(ConfigFields weights, ConfigFields? inputs) =>
        inputs is null ? WeightFormat.Fp8WeightOnly
        : weights.Text("strategy") == "block" ? WeightFormat.Fp8Block
        : inputs.Flag("dynamic") is true ? WeightFormat.Fp8Dynamic
        : WeightFormat.Fp8Static;

    // Groups of 16 are NVFP4, groups of 32 MXFP4.
    private static WeightFormat? Float4(ConfigFields weights, ConfigFields? inputs) => (weights.Whole(SizeLimit.Width, "group_size"), inputs) switch
    {
        (16, null) => WeightFormat.Nvfp4WeightOnly,
        (16, not null) => WeightFormat.Nvfp4,
        (32, null) => WeightFormat.Mxfp4,
        (32, not null) => WeightFormat.Mxfp4Mxfp8,
        _ => null,
    };

    private static string Describe(ConfigFields group)
    {
        var weights = group.Object("weights");
        return $"{weights?.Whole(64, "num_bits")}-bit {weights?.Text("type") ?? "values"} in groups of {weights?.Whole(SizeLimit.Width, "group_size")}";
    }
}
