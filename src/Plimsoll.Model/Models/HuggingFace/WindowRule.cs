namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>Which layers a sliding window applies to when the configuration has no <c>layer_types</c>.</summary>
internal enum WindowRule
{
    /// <summary>Every layer (Mistral, Phi-3).</summary>
    EveryLayer,

    /// <summary>Layers 0, 2, 4 … (Gemma 2, gpt-oss).</summary>
    EvenLayers,

    /// <summary>All but each n-th layer, n from <c>sliding_window_pattern</c>, <c>no_rope_layer_interval</c> or the architecture (Gemma 3, Llama 4).</summary>
    AllButEveryNth,

    /// <summary>Layers from <c>max_window_layers</c> on, and only with <c>use_sliding_window</c> (Qwen 2 and 3).</summary>
    FromMaxWindowLayer,
}
