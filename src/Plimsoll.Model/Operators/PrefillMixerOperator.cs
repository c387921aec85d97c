using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Mixers;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Prompt chunks in all layers of one kind of mixer.</summary>
public sealed record PrefillMixerOperator : StepOperator
{
    private readonly PrefillMixerSurface _surface;

    /// <summary>An operator over a surface.</summary>
    /// <param name="name">The operator's name.</param>
    /// <param name="launches">Layers of this kind.</param>
    /// <param name="surface">Its time over cached tokens, new tokens and sequences.</param>
    public PrefillMixerOperator(string name, int launches, PrefillMixerSurface surface)
        : base(name, OperatorRole.PrefillAttention, launches)
    {
        _surface = surface;
        Note = surface.Source;
    }

    private double Factor { get; init; } = 1;

    /// <inheritdoc />
    public override StepOperator Corrected(double factor) => this with { Factor = factor * Factor };

    /// <inheritdoc />
    public override KernelTime Price(in BatchShape shape)
    {
        double ms = 0, weighted = 0;
        var worst = Provenance.Measured;
        foreach (var chunk in shape.Prefill.Span)
        {
            var time = _surface.At(chunk.Sequences, chunk.NewTokens, chunk.CachedTokens);
            ms += time.Ms;
            weighted += time.Ms * time.RelativeUncertainty;
            worst = time.Provenance > worst ? time.Provenance : worst;
        }

        return Repeat(new KernelTime(Factor * ms, worst, ms > 0 ? weighted / ms : 0));
    }
}
