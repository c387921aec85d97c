using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Tests.Steps;

public sealed class StepCostTests
{
    private static StepPart Part(double ms, Provenance provenance, double uncertainty = 0.05) =>
        new("part", OperatorRole.PerToken, ms, 1, provenance, uncertainty);

    [Fact]
    public void The_price_is_the_sum_of_the_parts() =>
        Assert.Equal(6, new StepCost([Part(1, default), Part(2, default), Part(3, default)]).Ms);

    [Fact]
    public void The_least_certain_part_gives_the_sum_its_provenance() =>
        Assert.Equal(Provenance.Transferred, new StepCost([Part(5, Provenance.Repaired), Part(1, Provenance.Transferred)]).Provenance);

    [Fact]
    public void Less_than_five_percent_does_not_speak_for_the_whole() =>
        Assert.Equal(Provenance.Interpolated, new StepCost([Part(97, Provenance.Interpolated), Part(3, Provenance.Roofline)]).Provenance);

    [Fact]
    public void Small_uncertain_parts_speak_together() =>
        Assert.Equal(
            Provenance.Repaired,
            new StepCost([Part(94, Provenance.Measured), Part(3, Provenance.Roofline), Part(3, Provenance.Repaired)]).Provenance);

    [Fact]
    public void Uncertainties_weigh_by_their_share()
    {
        Assert.Equal(0.05, new StepCost([Part(3, default, 0.02), Part(1, default, 0.14)]).RelativeUncertainty, 12);
        Assert.Equal(0, new StepCost([]).RelativeUncertainty);
    }
}
