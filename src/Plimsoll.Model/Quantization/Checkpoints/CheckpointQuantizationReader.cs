using System.Text.Json;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.HuggingFace;

namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>
/// Infers number formats from what a checkpoint declares: <c>hf_quant_config.json</c> (ModelOpt) before
/// <c>quantization_config</c> of <c>config.json</c>.
/// </summary>
internal sealed class CheckpointQuantizationReader
{
    private readonly IReadOnlyList<LayerGroup> _layers;
    private readonly ConfigFields? _config;
    private readonly ConfigFields? _modelOpt;
    private readonly List<string> _notes = [];
    private readonly List<string> _unsupported = [];
    private WeightFormat _output = WeightFormat.None;

    private CheckpointQuantizationReader(ConfigFields? config, ConfigFields? modelOpt, IReadOnlyList<LayerGroup> layers) =>
        (_config, _modelOpt, _layers) = (config, modelOpt, layers);

    /// <summary>Reads the declarations.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="text">Its text part (the same object for text models).</param>
    /// <param name="quantRoot"><c>hf_quant_config.json</c>, or null.</param>
    /// <param name="layers">The layers one by one, in order: exclusions name them by number.</param>
    public static CheckpointQuantization Read(
        ConfigFields root, ConfigFields text, ConfigFields? quantRoot, IReadOnlyList<LayerGroup> layers)
    {
        var config = root.Object("quantization_config") ?? text.Object("quantization_config") ?? root.Object("compression_config");
        var reader = new CheckpointQuantizationReader(config, quantRoot?.Object("quantization"), layers);
        return new CheckpointQuantization(reader.ReadPlan(text), reader._unsupported, reader._notes);
    }

    private QuantizationPlan ReadPlan(ConfigFields text)
    {
        if (_config is null && _modelOpt is null)
        {
            return new QuantizationPlan();
        }

        var algorithm = _modelOpt?.Text("quant_algo") ?? _config?.Text("quant_algo");
        var formats = algorithm is null ? ReadMethod() : ReadAlgorithm(algorithm);
        if (algorithm is null && text.Text("expert_dtype") == "fp4")
        {
            formats[ModuleKind.Experts] = WeightFormat.Mxfp4Mxfp8;
        }

        var plan = formats.Apply(_layers, new QuantizationPlan { KvCache = KvCache() }, _notes, _unsupported);
        return plan with { OutputGemm = _output.Dense(_notes) };
    }

    private ModuleFormats ReadAlgorithm(string algorithm)
    {
        if (algorithm.Equals("MIXED_PRECISION", StringComparison.OrdinalIgnoreCase))
        {
            // Modules that the list leaves out keep the format of the checkpoint that was quantised further.
            var unlisted = _config?.Text("quant_method") == "fp8" && _config.Has("weight_block_size") ? WeightFormat.Fp8Block : WeightFormat.None;
            var listed = _modelOpt?.Object("quantized_layers") ?? _config?.Object("quantized_layers");
            if (listed is null)
            {
                _unsupported.Add("mixed precision without a list of quantized_layers");
                return new ModuleFormats(WeightFormat.None);
            }

            (var mixed, _output) = MixedPrecision.Read(listed, unlisted, _notes, _unsupported);
            return mixed;
        }

        if (WeightFormats.OfAlgorithm(algorithm) is not { } format)
        {
            _unsupported.Add($"the quantisation '{algorithm}'");
            return new ModuleFormats(WeightFormat.None);
        }

        var excluded = _modelOpt?.Texts("exclude_modules") ?? _config?.Texts("exclude_modules") ?? _config?.Texts("ignore");
        return format is WeightFormat.Mxfp4 or WeightFormat.Mxfp4Mxfp8
            ? OnlyExperts(format)
            : Except(new ModuleFormats(format), excluded);
    }

    private ModuleFormats ReadMethod()
    {
        if (_config is not { } config)
        {
            _unsupported.Add("a quantization section that names no quant_algo");
            return new ModuleFormats(WeightFormat.None);
        }

        var excluded = config.Texts("modules_to_not_convert") ?? config.Texts("ignored_layers") ?? config.Texts("ignore");
        switch (config.Text("quant_method")?.ToLowerInvariant())
        {
            case "fp8":
                return Except(new ModuleFormats(Fp8(config)), excluded);
            case "fbgemm_fp8":
                return Except(new ModuleFormats(WeightFormat.Fp8Dynamic), excluded);
            case "mxfp4":
                return OnlyExperts(WeightFormat.Mxfp4);
            case "awq" or "gptq" or "auto-round" or "auto_round" or "intel/auto-round":
                return Except(new ModuleFormats(WeightOnly(config)), excluded);
            case "bitsandbytes":
                return Except(new ModuleFormats(BitsAndBytes(config)), excluded ?? config.Texts("llm_int8_skip_modules"));
            case "compressed-tensors" or "modelopt" or null when config.Has("config_groups"):
                return Except(CompressedTensors.Read(config, _layers, _notes, _unsupported), excluded);
            case null when !config.Has("quant_method"):
                return new ModuleFormats(WeightFormat.None);
            case var other:
                _unsupported.Add($"the quantisation method '{other}'");
                return new ModuleFormats(WeightFormat.None);
        }
    }

    private WeightFormat Fp8(ConfigFields config)
    {
        if (config.Integers("weight_block_size") is not { Count: > 0 } block)
        {
            return config.Text("activation_scheme") == "static" ? WeightFormat.Fp8Static : WeightFormat.Fp8Dynamic;
        }

        if (block.Any(size => size != 128))
        {
            _notes.Add($"fp8 blocks of {string.Join('×', block)} are priced as blocks of 128×128");
        }

        return WeightFormat.Fp8Block;
    }

    private WeightFormat WeightOnly(ConfigFields config)
    {
        if (config.Has("dynamic") || config.Has("extra_config"))
        {
            _notes.Add("formats of single modules (dynamic, extra_config) are not applied");
        }

        var format = (config.Whole(64, "bits", "w_bit") ?? 4) switch
        {
            4 => WeightFormat.Int4WeightOnly,
            8 => WeightFormat.Int8WeightOnly,
            var bits => Refused($"{bits}-bit integer weights"),
        };
        if (config.KindOf("lm_head") == JsonValueKind.True)
        {
            _output = format;
        }

        return format;
    }

    private WeightFormat BitsAndBytes(ConfigFields config)
    {
        if (config.Flag("load_in_4bit") is true)
        {
            _notes.Add("bitsandbytes 4-bit weights are priced as int4_wo");
            return WeightFormat.Int4WeightOnly;
        }

        if (config.Flag("load_in_8bit") is true)
        {
            _notes.Add("bitsandbytes 8-bit weights are priced as int8_wo");
            return WeightFormat.Int8WeightOnly;
        }

        return WeightFormat.None;
    }

    private WeightFormat Refused(string format)
    {
        _unsupported.Add(format);
        return WeightFormat.None;
    }

    private static ModuleFormats OnlyExperts(WeightFormat format) => new(WeightFormat.None) { [ModuleKind.Experts] = format };

    private ModuleFormats Except(ModuleFormats formats, IReadOnlyList<string>? excluded)
    {
        if (excluded is null or { Count: 0 })
        {
            return formats;
        }

        var probe = new ModuleProbe(new ModulePatterns(excluded, _notes), _layers);
        foreach (var kind in Enum.GetValues<ModuleKind>())
        {
            var (whole, part, all) = probe.Count(kind);
            if (formats[kind] == WeightFormat.None || whole + part == 0)
            {
                continue;
            }

            var isExcluded = 2 * whole > all;
            if (whole < all)
            {
                _notes.Add($"{kind} modules are kept in bf16 in {whole} of {all} layers, in part in {part}; all are priced "
                    + (isExcluded ? "as bf16" : "as quantised"));
            }

            formats[kind] = isExcluded ? WeightFormat.None : formats[kind];
        }

        return formats;
    }

    private KvQuant KvCache()
    {
        var name = _modelOpt?.Text("kv_cache_quant_algo") ?? KvName(_config);
        switch (name?.ToLowerInvariant())
        {
            case null or "auto" or "none" or "no_quant" or "fp16" or "float16" or "bf16" or "bfloat16":
                return KvQuant.Bf16;
            case "int8":
                return KvQuant.Int8;
            case var fp8 when fp8.Contains("fp8", StringComparison.Ordinal) || fp8 is "float8_e4m3fn" or "e4m3" or "e5m2":
                return KvQuant.Fp8;
            case "nvfp4" or "fp4":
                _notes.Add("the KV cache, declared as NVFP4, is sized and priced as fp8");
                return KvQuant.Fp8;
            case var other:
                _unsupported.Add($"the KV cache format '{other}'");
                return KvQuant.Bf16;
        }
    }

    private static string? KvName(ConfigFields? config)
    {
        if (config is null)
        {
            return null;
        }

        var stated = config.Text("kv_cache_quant_algo") ?? config.Text("kv_cache_quant_method") ?? config.Text("kv_cache_dtype");
        if (stated is not null || !config.Has("kv_cache_scheme"))
        {
            return stated;
        }

        if (config.KindOf("kv_cache_scheme") == JsonValueKind.String)
        {
            return config.Text("kv_cache_scheme");
        }

        var scheme = config.Object("kv_cache_scheme");
        var isFloat = scheme?.Text("type") is "float";
        return (scheme?.Whole(64, "num_bits"), isFloat) switch
        {
            (null or 16, _) => null,
            (8, true) => "fp8",
            (8, false) => "int8",
            (4, true) => "nvfp4",
            (var bits, _) => $"{bits}-bit",
        };
    }
}
