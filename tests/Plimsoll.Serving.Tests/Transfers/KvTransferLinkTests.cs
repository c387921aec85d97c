using FsCheck.Fluent;
using Plimsoll.Serving.Simulation;
using Plimsoll.Serving.Transfers;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Transfers;

public sealed class KvTransferLinkTests
{
    [Fact]
    public void A_lone_transfer_takes_its_bytes_over_the_bandwidth_and_the_constant()
    {
        var link = Link(bytesPerMs: 10, latencyMs: 5);
        link.Start(1, 0, 0, bytes: 1000, nowMs: 3);
        Assert.Equal([(1L, 108.0)], Arrivals(link));
    }

    [Fact]
    public void Transfers_at_the_same_time_share_the_bandwidth_equally()
    {
        var link = Link(bytesPerMs: 10);
        link.Start(1, 0, 0, 1000, nowMs: 0);
        link.Start(2, 0, 0, 1000, nowMs: 50);

        // 500 bytes are left of the first when the second begins; both move at 5 until 150, then the second alone at 10.
        Assert.Equal([(1L, 150.0), (2L, 200.0)], Arrivals(link));
    }

    [Fact]
    public void Transfers_between_different_workers_do_not_share()
    {
        var link = Link(bytesPerMs: 10, senders: 2, receivers: 2);
        link.Start(1, 0, 0, 1000, 0);
        link.Start(2, 1, 1, 1000, 0);
        Assert.Equal([(1L, 100.0), (2L, 100.0)], Arrivals(link));
    }

    [Fact]
    public void Beyond_the_limit_transfers_wait_in_the_order_in_which_they_were_asked_for()
    {
        var link = Link(bytesPerMs: 10, maxConcurrent: 1, receivers: 2);
        link.Start(1, 0, 0, 1000, 0);
        link.Start(2, 0, 1, 500, 0);
        link.Start(3, 0, 0, 100, 0);
        Assert.Equal([(1L, 100.0), (2L, 150.0), (3L, 160.0)], Arrivals(link));
    }

    [Fact]
    public void Nothing_to_move_takes_the_constant_only()
    {
        var link = Link(bytesPerMs: 10, latencyMs: 7);
        link.Start(1, 0, 0, 0, 4);
        Assert.Equal([(1L, 11.0)], Arrivals(link));
    }

    [Fact]
    public void An_infinitely_fast_link_delivers_at_once()
    {
        var link = Link(double.PositiveInfinity);
        link.Start(1, 0, 0, 1e12, 4);
        link.Start(2, 0, 0, 1e12, 4);
        Assert.Equal([(1L, 4.0), (2L, 4.0)], Arrivals(link));
    }

    [Fact]
    public void Every_transfer_arrives_once_and_no_worker_moves_more_than_its_bandwidth() =>
        Properties.Check(
            from transfers in Gen.Choose(0, 999).Four().ListOf()
            from limit in Gen.Choose(1, 4)
            select (transfers.OrderBy(t => t.Item4).ToList(), limit),
            given =>
            {
                var (transfers, limit) = given;
                var link = Link(bytesPerMs: 3, latencyMs: 2, maxConcurrent: limit, senders: 2, receivers: 3);
                var arrived = new List<KvTransfer>();
                for (var i = 0; i < transfers.Count; i++)
                {
                    var (from, to, bytes, at) = transfers[i];
                    Collect(link, at, arrived);
                    link.Start(i, from % 2, to % 3, bytes, at);
                }

                Collect(link, double.PositiveInfinity, arrived);
                return arrived.Select(t => t.Id).Order().SequenceEqual(Enumerable.Range(0, transfers.Count).Select(i => (long)i))
                    && arrived.Zip(arrived.Skip(1)).All(pair => pair.First.EndMs <= pair.Second.EndMs)
                    && arrived.All(t => t.EndMs >= t.StartMs + (t.Bytes / 3) + 2 - 1e-6)
                    && arrived.GroupBy(t => t.From).All(WithinBandwidth) && arrived.GroupBy(t => t.To).All(WithinBandwidth);
            });

    private static bool WithinBandwidth(IEnumerable<KvTransfer> transfers)
    {
        var all = transfers.ToList();
        return all.Max(t => t.EndMs) - 2 - all.Min(t => t.StartMs) >= (all.Sum(t => t.Bytes) / 3) - 1e-6;
    }

    private static KvTransferLink Link(
        double bytesPerMs, double latencyMs = 0, int maxConcurrent = int.MaxValue, int senders = 1, int receivers = 1) =>
        new(new KvTransferPlan(new KvLink("test", bytesPerMs, latencyMs), maxConcurrent), bytesPerMs, senders, receivers);

    private static List<(long Id, double AtMs)> Arrivals(KvTransferLink link)
    {
        var arrived = new List<KvTransfer>();
        Collect(link, double.PositiveInfinity, arrived);
        return [.. arrived.Select(t => (t.Id, t.EndMs))];
    }

    private static void Collect(KvTransferLink link, double untilMs, List<KvTransfer> arrived)
    {
        while (link.NextEventMs <= untilMs && !double.IsPositiveInfinity(link.NextEventMs))
        {
            var now = link.NextEventMs;
            while (link.TryTakeArrived(now, out var transfer))
            {
                arrived.Add(transfer);
            }
        }
    }
}
