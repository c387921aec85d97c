using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Planning.Ranking;
using Plimsoll.Testing;

namespace Plimsoll.Planning.Tests.Ranking;

public sealed class ParetoFrontTests
{
    private static Gen<(double X, double Y)[]> Clouds { get; } =
        from points in (from x in Gen.Choose(1, 30) from y in Gen.Choose(1, 30) select ((double)x, (double)y)).ListOf()
        select points.ToArray();

    [Fact]
    public void It_equals_trying_every_pair() =>
        Properties.Check(Clouds, points =>
        {
            var expected = points.Where((p, i) => !points.Where((q, j) =>
                (q.X >= p.X && q.Y > p.Y) || (q.X > p.X && q.Y >= p.Y) || (q == p && j < i)).Any());
            return ParetoFront.Of(points).Select(i => points[i]).Order().SequenceEqual(expected.Order());
        });

    [Fact]
    public void The_shell_holds_what_a_little_more_would_bring_to_the_front() =>
        Properties.Check(Clouds, points =>
        {
            const double slack = 0.1;
            var expected = points.Where(p => !points.Any(q => q.X >= p.X * (1 + slack) && q.Y >= p.Y * (1 + slack)));
            return ParetoFront.Of(points, slack).Select(i => points[i]).Order().SequenceEqual(expected.Order());
        });
}
