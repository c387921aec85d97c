using Plimsoll.Profiling.StepValidation;

namespace Plimsoll.Profiling.Tests.StepValidation;

public sealed class ErrorStatisticsTests
{
    [Fact]
    public void Nothing_has_no_percentiles()
    {
        var none = ErrorStatistics.Of([]);
        Assert.Equal(0, none.Rows);
        Assert.Null(none.MedianAbsPct);
        Assert.Null(none.P95AbsPct);
        Assert.Null(none.MedianPct);
    }

    [Fact]
    public void Percentiles_are_of_absolute_deviations_and_the_bias_is_signed()
    {
        var statistics = ErrorStatistics.Of([-4, 3, -2, 1, 0]);
        Assert.Equal((5, 2.0, 0.0), (statistics.Rows, statistics.MedianAbsPct!.Value, statistics.MedianPct!.Value));
        Assert.Equal(3.6, statistics.P90AbsPct!.Value, 9);
    }
}
