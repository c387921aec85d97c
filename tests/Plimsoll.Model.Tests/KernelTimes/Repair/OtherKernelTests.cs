using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Repair;

namespace Plimsoll.Model.Tests.KernelTimes.Repair;

public sealed class OtherKernelTests
{
    private static readonly double[] Rows = [1, 16, 64, 256, 1024, 8192];

    [Fact]
    public void A_table_that_is_twice_as_slow_at_every_batch_timed_another_kernel()
    {
        var later = Curve(1);
        Assert.True(OtherKernel.Shows(Curve(2.5), later));
        Assert.False(OtherKernel.Shows(Curve(1.8), later));
    }

    [Fact]
    public void One_batch_at_which_it_keeps_up_clears_a_table()
    {
        var raw = new KernelCurve(Rows, [0.9, 1.2, 1.5, 2.2, 1.1 * 1.9, 9], Measured(), 0.001, 0.05, "raw");
        Assert.False(OtherKernel.Shows(raw, Curve(1)));
    }

    [Fact]
    public void The_later_release_answers_in_its_place_and_says_why()
    {
        var repaired = OtherKernel.Replaced(Curve(4), Curve(1));
        Assert.Equal(Curve(1).Ms(64), repaired.Ms(64));
        Assert.All(repaired.Provenances.ToArray(), provenance => Assert.Equal(Provenance.Repaired, provenance));
        Assert.Contains("another kernel: 4.0 times slower", repaired.Source, StringComparison.Ordinal);
    }

    private static KernelCurve Curve(double factor) =>
        new(Rows, [.. new[] { 0.3, 0.4, 0.6, 0.9, 1.1, 5.0 }.Select(ms => factor * ms)], Measured(), 0.001 * factor, 0.05, "table");

    private static Provenance[] Measured() => [.. Rows.Select(_ => Provenance.Measured)];
}
