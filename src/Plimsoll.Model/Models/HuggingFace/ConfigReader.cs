using System.Text.Json;
using Plimsoll.Model.Quantization.Checkpoints;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads a model's <c>config.json</c>, and <c>hf_quant_config.json</c> where there is one, into a <see cref="ModelSpec"/>.</summary>
public static class ConfigReader
{
    /// <summary>Longest accepted file, in bytes.</summary>
    public const int MaximumBytes = ConfigDocument.MaximumBytes;

    private static readonly string[] TextParts = ["text_config", "llm_config", "language_config"];

    /// <summary>Reads a model.</summary>
    /// <param name="id">The name under which the user asked for the model.</param>
    /// <param name="config">Bytes of <c>config.json</c>.</param>
    /// <param name="quantConfig">Bytes of <c>hf_quant_config.json</c>; empty when the repository has none.</param>
    /// <param name="source">What to call the files in errors: the folder or the repository.</param>
    /// <returns>The model; <see cref="ModelSpec.Unsupported"/> names what of it is not priced.</returns>
    /// <exception cref="InvalidInputException">Not a model configuration, or wrong values; holds every problem with its JSON path.</exception>
    public static ModelSpec Read(string id, ReadOnlyMemory<byte> config, ReadOnlyMemory<byte> quantConfig, string source)
    {
        try
        {
            using var document = ConfigDocument.Parse(config, Name(source, "config.json"));
            using var quantDocument = quantConfig.IsEmpty ? null : ConfigDocument.Parse(quantConfig, Name(source, "hf_quant_config.json"));
            return Interpret(id, document, quantDocument, source);
        }
        catch (InvalidOperationException notUnicode)
        {
            // The JSON reader checks lone surrogates only when a text is read.
            throw new InvalidInputException(Name(source, "config.json"), $"holds text that is not Unicode: {notUnicode.Message}");
        }
    }

    private static ModelSpec Interpret(string id, JsonDocument document, JsonDocument? quantDocument, string source)
    {
        var errors = new List<ValidationError>();
        var root = new ConfigFields(document.RootElement, "", Name(source, "config.json"), errors);
        var name = root.Has("architectures") && root.Texts("architectures") is { Count: > 0 } names ? names[0] : null;
        var modelType = root.Text("model_type");
        if (name is null && modelType is null)
        {
            root.Refuse(
                "architectures", "is missing, and model_type too: this is no model configuration", "expected the config.json of a Hugging Face model");
            throw new InvalidInputException(errors);
        }

        var text = TextParts.Select(part => root.Has(part) ? root.Object(part) : null).FirstOrDefault(part => part is not null) ?? root;
        var known = Architectures.Find(name, modelType);
        var unsupported = new List<string>();
        var architecture = known ?? new Architecture(name ?? modelType!, modelType ?? "");
        var layers = Layers(text, architecture, unsupported);
        var model = Bind(id, root, text, architecture, layers, unsupported);
        if (known is null)
        {
            // Its keys were read by analogy: what they lack is no error of the file.
            return model with { Unsupported = [Architectures.Unknown(model.Architecture), .. model.Unsupported] };
        }

        var quantRoot = quantDocument is null
            ? null
            : new ConfigFields(quantDocument.RootElement, "", Name(source, "hf_quant_config.json"), errors);
        var checkpoint = CheckpointQuantizationReader.Read(root, text, quantRoot, layers);
        return errors.Count > 0 ? throw new InvalidInputException(errors) : model with
        {
            Quantization = checkpoint.Plan,
            Unsupported = [.. model.Unsupported, .. checkpoint.Unsupported],
            Approximations = [.. model.Approximations, .. checkpoint.Approximations],
        };
    }

    private static List<LayerGroup> Layers(ConfigFields text, Architecture architecture, List<string> unsupported)
    {
        var hidden = Hidden(text);
        if (PuzzleBlocks.Read(text, hidden, unsupported) is { } blocks)
        {
            return blocks;
        }

        var kinds = LayerKinds.Read(text);
        var attention = AttentionFacts.Read(text, architecture, kinds, hidden, PositionLimit.Read(text, architecture.Defaults));
        var feedForward = FeedForwardFacts.Read(text, architecture, kinds, hidden);
        var layers = new List<LayerGroup>(kinds.Count);
        for (var layer = 0; layer < kinds.Count; layer++)
        {
            layers.Add(new LayerGroup(1, attention[layer], feedForward[layer]));
        }

        return layers;
    }

    private static ModelSpec Bind(
        string id, ConfigFields root, ConfigFields text, Architecture architecture, List<LayerGroup> layers, List<string> unsupported)
    {
        var groups = LayerGrouping.Fold(layers);
        unsupported.AddRange(UnsupportedFeatures.Find(root, text, architecture, groups));
        var positions = PositionLimit.Read(text, architecture.Defaults);
        var model = new ModelSpec
        {
            Id = id,
            Architecture = architecture.Name,
            LayerGroups = groups,
            HiddenSize = Hidden(text),
            VocabularySize = text.Count(SizeLimit.Vocabulary, architecture.Defaults.Vocabulary, "vocab_size"),
            MaxPositions = positions,
            TiedEmbeddings = text.Flag("tie_word_embeddings") ?? root.Flag("tie_word_embeddings") ?? architecture.TiedByDefault,
            LearnedPositions = architecture.LearnedPositionOffset is { } offset ? positions + offset : 0,
            ResidualStreams = text.Whole(SizeLimit.Layers, "hc_mult") is { } streams and > 1 ? streams : 0,
            Unsupported = unsupported,
            Approximations = [.. DraftLayers(text), .. AttentionResiduals(text)],
        };
        return WithVision(model, root);
    }

    private static int Hidden(ConfigFields text) => text.Count(SizeLimit.Width, fallback: null, "hidden_size", "n_embd", "d_model");

    private static ModelSpec WithVision(ModelSpec model, ConfigFields root)
    {
        if (!root.Has("vision_config") || root.Object("vision_config") is not { } vision)
        {
            return model;
        }

        return VisionTower.WeightBytes(vision) is { } bytes
            ? model with
            {
                UnpricedWeightBytes = bytes,
                Approximations = [.. model.Approximations, "the vision tower's weights are counted, its time is not: text is served"],
            }
            : model with { Approximations = [.. model.Approximations, "the vision tower is left out: neither its weights nor its time are counted"] };
    }

    private static List<string> DraftLayers(ConfigFields text)
    {
        var layers = text.Whole(SizeLimit.Layers, "num_nextn_predict_layers", "num_mtp_modules", "mtp_num_hidden_layers") ?? 0;
        return layers switch
        {
            0 => [],
            1 => ["its multi-token-prediction layer is left out, as engines do unless speculative decoding is asked for"],
            _ => [$"its {layers} multi-token-prediction layers are left out, as engines do unless speculative decoding is asked for"],
        };
    }

    private static string[] AttentionResiduals(ConfigFields text) => text.Whole(SizeLimit.Layers, "attn_res_block_size") is not (null or 0)
        ? ["its attention residuals, sums over earlier layers, are left out of steps and memory"]
        : [];

    private static string Name(string source, string file) =>
        source.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? file == "config.json" ? source : Path.Combine(Path.GetDirectoryName(source) ?? "", file)
            : $"{source}/{file}";
}
