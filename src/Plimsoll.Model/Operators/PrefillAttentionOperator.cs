using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>The attention of prompt chunks in all layers of one kind.</summary>
/// <param name="Launches">Layers of this kind.</param>
/// <param name="Surface">Its time over sequences, new and cached tokens.</param>
public sealed record PrefillAttentionOperator(int Launches, PrefillAttentionSurface Surface)
    : StepOperator("prefill_attention", OperatorRole.PrefillAttention, Launches)
{
    /// <inheritdoc />
    public override StepOperator Corrected(double factor) => this with { Surface = Surface.Scaled(factor) };

    /// <inheritdoc />
    public override string? Source => Surface.Source;

    /// <inheritdoc />
    public override KernelTime Price(in BatchShape shape)
    {
        double ms = 0, weighted = 0;
        var worst = Provenance.Measured;
        foreach (var chunk in shape.Prefill.Span)
        {
            var time = Surface.At(chunk.Sequences, chunk.NewTokens, chunk.CachedTokens);
            ms += time.Ms;
            weighted += time.Ms * time.RelativeUncertainty;
            worst = time.Provenance > worst ? time.Provenance : worst;
        }

        return Repeat(new KernelTime(ms, worst, ms > 0 ? weighted / ms : 0));
    }
}
