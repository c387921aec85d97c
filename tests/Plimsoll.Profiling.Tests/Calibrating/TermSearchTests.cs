using FsCheck.Fluent;
using Plimsoll.Model.Calibrations;
using Plimsoll.Profiling.Calibrating;
using Plimsoll.Testing;

namespace Plimsoll.Profiling.Tests.Calibrating;

public sealed class TermSearchTests
{
    private static readonly CalibrationTerm[] Two = [CalibrationTerms.Find("inbound_ms")!, CalibrationTerms.Find("experts")!];

    [Fact]
    public void The_least_loss_is_found_within_a_last_step() => Properties.Check(
        from inbound in Gen.Choose(0, 50) from experts in Gen.Choose(7, 20) select (Inbound: inbound / 10.0, Experts: experts / 10.0),
        goal =>
        {
            double Loss(Calibration tried) =>
                100 * (Math.Abs(tried.InboundMs - goal.Inbound) + Math.Abs(tried.FactorOf("experts") - goal.Experts) + Math.Abs(tried.InboundMs - goal.Inbound));
            var found = new TermSearch(Two, Loss).From(CalibrationTerms.Usual);
            return Math.Abs(found.InboundMs - goal.Inbound) <= 0.11 && Math.Abs(found.FactorOf("experts") - goal.Experts) <= 0.05;
        },
        tests: 50);

    [Fact]
    public void A_term_that_changes_nothing_stays_where_it_was()
    {
        var start = CalibrationTerms.Usual with { InboundMs = 3 };
        Assert.Equal(3, new TermSearch(Two, tried => 10 * Math.Abs(tried.FactorOf("experts") - 1.5)).From(start).InboundMs);
    }

    [Fact]
    public void Values_stay_within_what_an_engine_can_have()
    {
        var found = new TermSearch(Two, tried => 1000 * (tried.InboundMs + tried.FactorOf("experts"))).From(CalibrationTerms.Usual);
        Assert.Equal((0, 0.2), (found.InboundMs, found.FactorOf("experts")));
    }

    [Fact]
    public void A_search_ends_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => new TermSearch(Two, _ => 1).From(CalibrationTerms.Usual, new CancellationToken(true)));
}
