using Plimsoll.Model.Models.HuggingFace;

namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>Reads <c>quantized_layers</c>: a format for every single module. Each kind of module gets its most frequent one.</summary>
internal static class MixedPrecision
{
    /// <summary>The formats by kind, and whether the vocabulary projection is among them.</summary>
    /// <param name="listed">The object of module names.</param>
    /// <param name="unlisted">The format of modules that are not listed.</param>
    /// <param name="notes">Receives a sentence where a kind has several formats.</param>
    /// <param name="unsupported">Receives unknown formats.</param>
    public static (ModuleFormats Formats, WeightFormat Output) Read(
        ConfigFields listed, WeightFormat unlisted, List<string> notes, List<string> unsupported)
    {
        var counts = new Dictionary<(ModuleKind Kind, string Algorithm), int>();
        var output = WeightFormat.None;
        foreach (var (module, value) in listed.NestedObjects())
        {
            var algorithm = value.Text("quant_algo") ?? "none";
            if (module.EndsWith("lm_head", StringComparison.Ordinal))
            {
                output = WeightFormats.OfAlgorithm(algorithm) ?? WeightFormat.None;
            }
            else if (KindOf(module) is { } kind)
            {
                counts[(kind, algorithm)] = counts.GetValueOrDefault((kind, algorithm)) + 1;
            }
        }

        var formats = new ModuleFormats(unlisted);
        foreach (var kind in counts.GroupBy(count => count.Key.Kind))
        {
            var (most, _) = kind.OrderByDescending(count => count.Value).ThenBy(count => count.Key.Algorithm, StringComparer.Ordinal).First();
            if (WeightFormats.OfAlgorithm(most.Algorithm) is { } format)
            {
                formats[kind.Key] = format;
            }
            else
            {
                unsupported.Add($"the quantisation '{most.Algorithm}'");
            }

            if (kind.Count() > 1)
            {
                notes.Add($"modules of the kind {kind.Key} have {kind.Count()} formats; all are priced as {most.Algorithm}");
            }
        }

        return (formats, output);
    }

    private static ModuleKind? KindOf(string module) =>
        module.StartsWith("mtp", StringComparison.Ordinal) || module.Contains("linear_attn", StringComparison.Ordinal) ? null
        : module.Contains("shared_expert", StringComparison.Ordinal) ? ModuleKind.SharedExperts
        : module.Contains(".experts", StringComparison.Ordinal) ? ModuleKind.Experts
        : module.Contains("attn", StringComparison.Ordinal) || IsMixerProjection(module) ? ModuleKind.Attention
        : module.Contains(".mlp.", StringComparison.Ordinal) || module.Contains(".ffn.", StringComparison.Ordinal) ? ModuleKind.DenseFeedForward
        : null;

    private static bool IsMixerProjection(string module) =>
        module.Contains(".mixer.", StringComparison.Ordinal)
        && (module.EndsWith(".q_proj", StringComparison.Ordinal) || module.EndsWith(".k_proj", StringComparison.Ordinal)
            || module.EndsWith(".v_proj", StringComparison.Ordinal) || module.EndsWith(".o_proj", StringComparison.Ordinal));
}
