namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>The longest sequence that a model was made for.</summary>
internal static class PositionLimit
{
    /// <summary>
    /// The stated positions, stretched by the declared rotary scaling as engines do: YaRN multiplies its original length,
    /// linear and dynamic scaling the stated one; Llama 3 and LongRoPE already state the stretched length.
    /// </summary>
    public static int Read(ConfigFields text, ClassDefaults defaults)
    {
        var stated = text.Count(
            SizeLimit.Positions, defaults.Positions, "max_position_embeddings", "n_positions", "seq_length", "max_seq_len", "n_ctx");
        var scaling = text.Object("rope_scaling") ?? text.Object("rope_parameters");
        var kind = scaling?.Text("rope_type") ?? scaling?.Text("type");
        if (scaling is null || kind is not ("yarn" or "linear" or "dynamic") || scaling.Number("factor") is not { } factor)
        {
            return stated;
        }

        var original = kind == "yarn" ? scaling.Whole(SizeLimit.Positions, "original_max_position_embeddings") ?? stated : stated;
        var stretched = original * factor;
        if (stretched is >= 1 and <= SizeLimit.Positions)
        {
            return (int)stretched;
        }

        scaling.Refuse("factor", $"stretches {original} positions to {stretched}");
        return stated;
    }
}
