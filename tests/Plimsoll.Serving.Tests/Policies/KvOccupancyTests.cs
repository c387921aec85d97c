using FsCheck.Fluent;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Policies;

public sealed class KvOccupancyTests
{
    private static readonly EngineLimits Limits = new(8192, 1024, 8192, KvBlockTokens: 16, MemoryFraction: 0.9);

    [Fact]
    public void The_admitted_sequences_fit_and_one_more_would_not() =>
        Properties.Check(
            from isl in Gen.Choose(1, 30_000)
            from osl in Gen.Choose(1, 4000)
            from capacity in Gen.Choose(40_000, 4_000_000)
            from admission in Gen.Elements(KvAdmission.OnDemand, KvAdmission.WholeSequence)
            select (new KvOccupancy(admission, Limits, new RequestShape(isl, osl)), capacity),
            given =>
            {
                var (occupancy, capacity) = given;
                var sequences = occupancy.Sequences(capacity);
                return sequences >= 1
                    && (sequences == 1 || occupancy.TokensHeld(sequences) <= capacity * (1 + 1e-9))
                    && occupancy.TokensHeld(sequences + 1) > capacity * (1 - 1e-9);
            });

    [Fact]
    public void A_cache_too_small_for_one_whole_sequence_holds_none() =>
        Assert.Equal(0, new KvOccupancy(KvAdmission.OnDemand, Limits, new RequestShape(4000, 500)).Sequences(4400));

    [Fact]
    public void Admission_on_demand_keeps_more_sequences_than_reserving_whole_ones()
    {
        var request = new RequestShape(1000, 3000);
        Assert.Equal(100, new KvOccupancy(KvAdmission.WholeSequence, Limits, request).Sequences(400_000));
        Assert.InRange(new KvOccupancy(KvAdmission.OnDemand, Limits, request).Sequences(400_000), 145, 160);
    }
}
