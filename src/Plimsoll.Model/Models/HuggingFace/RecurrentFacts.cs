namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Reads the recurrent layers of hybrid models: state spaces (<c>ssm_state_size</c>) and gated delta nets (<c>linear_*</c>).</summary>
internal sealed class RecurrentFacts
{
    private readonly ConfigFields _text;
    private readonly HashSet<int>? _channelLayers;
    private RecurrentMixer? _stateSpace;
    private RecurrentMixer? _delta;
    private RecurrentMixer? _channelDelta;

    /// <summary>Opens the facts of a configuration.</summary>
    public RecurrentFacts(ConfigFields text)
    {
        _text = text;
        _channelLayers = text.Has("linear_attn_config") ? text.Object("linear_attn_config")?.Integers("kda_layers")?.ToHashSet() : null;
    }

    /// <summary>The recurrence of a layer; null when the layer attends.</summary>
    public RecurrentMixer? Of(int layer, string? kind) => kind switch
    {
        "mamba" => _stateSpace ??= StateSpace(_text),
        "linear_attention" => _delta ??= Delta(_text),

        // kda_layers counts from 1.
        _ => _channelLayers?.Contains(layer + 1) is true ? _channelDelta ??= ChannelDelta(_text.Object("linear_attn_config")!) : null,
    };

    private static RecurrentMixer StateSpace(ConfigFields text) => new(
        RecurrentKind.StateSpace,
        text.Count(SizeLimit.Heads, fallback: null, "n_groups"),
        text.Count(SizeLimit.Heads, fallback: null, "mamba_num_heads"),
        text.Count(SizeLimit.HeadDim, fallback: null, "ssm_state_size"),
        text.Count(SizeLimit.HeadDim, fallback: null, "mamba_head_dim"),
        text.Count(SizeLimit.HeadDim, fallback: 4, "conv_kernel"));

    private static RecurrentMixer Delta(ConfigFields text) => new(
        RecurrentKind.GatedDelta,
        text.Count(SizeLimit.Heads, fallback: null, "linear_num_key_heads"),
        text.Count(SizeLimit.Heads, fallback: null, "linear_num_value_heads"),
        text.Count(SizeLimit.HeadDim, fallback: null, "linear_key_head_dim"),
        text.Count(SizeLimit.HeadDim, fallback: null, "linear_value_head_dim"),
        text.Count(SizeLimit.HeadDim, fallback: 4, "linear_conv_kernel_dim"));

    private static RecurrentMixer ChannelDelta(ConfigFields delta)
    {
        var heads = delta.Count(SizeLimit.Heads, fallback: null, "num_heads");
        var dim = delta.Count(SizeLimit.HeadDim, fallback: null, "head_dim");
        return new RecurrentMixer(RecurrentKind.ChannelDelta, heads, heads, dim, dim, delta.Count(SizeLimit.HeadDim, fallback: 4, "short_conv_kernel_size"));
    }
}
