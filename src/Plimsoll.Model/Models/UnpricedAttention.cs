namespace Plimsoll.Model.Models;

/// <summary>A token mixer that pricing does not cover; a model with any is refused, and <see cref="ModelSpec.Unsupported"/> says so.</summary>
/// <param name="Kind">What it is, e.g. <c>multi-head latent attention (kv_lora_rank 512)</c>.</param>
public sealed record UnpricedAttention(string Kind) : AttentionBlock;
