using Plimsoll.Plotting.Colours;
using Plimsoll.Plotting.Figures;

namespace Plimsoll.Plotting.Tests;

/// <summary>Made-up figures that use every kind of series and note.</summary>
internal static class SampleFigures
{
    public static Figure Frontier { get; } = new()
    {
        Title = "Throughput against speed for the user",
        Subtitle = "an invented model on 8 GPUs · 4,000 + 500 tokens",
        Description = "Two falling curves.",
        Horizontal = new Axis("speed for one user", "tokens/s/user") { IncludesZero = true },
        Panels =
        [
            new Panel
            {
                Vertical = new Axis("throughput", "tokens/s/gpu") { IncludesZero = true },
                Series =
                [
                    new Series("agg", SeriesKind.Line, Falling(2400, 0.021)),
                    new Series("agg", SeriesKind.Scatter, Falling(2400, 0.021)),
                    new Series("disagg & more", SeriesKind.Line, Falling(2100, 0.014)),
                    new Series("disagg & more", SeriesKind.Scatter, Falling(2100, 0.014)),
                ],
                References = [new ReferenceLine(AxisDirection.Horizontal, 33.3, "SLA: TPOT ≤ 30 ms")],
                Labels =
                [
                    new PointLabel(40, 2400 * Math.Exp(-0.021 * 40), "best agg: 4×tp2pp1"),
                    new PointLabel(40, 2100 * Math.Exp(-0.014 * 40), "best disagg: 2×tp1 + 1×tp4"),
                ],
            },
        ],
    };

    public static Figure Course { get; } = new()
    {
        Title = "A course in three panels",
        Description = "Requests and memory over time.",
        Horizontal = new Axis("time", "s") { Minimum = 0, Maximum = 100 },
        Height = 560,
        Panels =
        [
            new Panel
            {
                Vertical = new Axis("running sequences") { IncludesZero = true },
                Series = [new Series("mean", SeriesKind.Step, Wave(40, 30))],
                References = [new ReferenceLine(AxisDirection.Vertical, 64, "limit 64")],
            },
            new Panel
            {
                Vertical = new Axis("waiting requests") { IncludesZero = true },
                Series = [new Series("waiting", SeriesKind.Area, Wave(900, 800)), new Series("mean", SeriesKind.Step, Wave(900, 800))],
            },
            new Panel
            {
                Vertical = new Axis("KV cache in use", "%") { IncludesZero = true, Maximum = 80 },
                Series = [new Series("mean", SeriesKind.Line, Wave(60, 35)) { Dashed = true }],
                Weight = 1.5,
            },
        ],
    };

    public static Figure Comparison { get; } = new()
    {
        Title = "Predicted against measured over several orders of magnitude, with a heading that is too long for one line of it",
        Subtitle = "an invented set",
        Description = "Points along a diagonal.",
        Width = 520,
        Height = 560,
        Horizontal = new Axis("measured TTFT", "ms", AxisScale.Logarithmic) { Minimum = 8, Maximum = 9000 },
        Panels =
        [
            new Panel
            {
                Vertical = new Axis("predicted TTFT", "ms", AxisScale.Logarithmic) { Minimum = 8, Maximum = 9000 },
                Series =
                [
                    new Series("within ±30 %", SeriesKind.Area, [new(8, 8 * 1.3, 8 * 0.7), new(9000, 9000 * 1.3, 9000 * 0.7)])
                    {
                        Colour = Palette.Muted,
                    },
                    new Series("equal", SeriesKind.Line, [new(8, 8), new(9000, 9000)]) { Colour = Palette.Muted, Size = 1 },
                    new Series("agg", SeriesKind.Scatter, Cloud(1, 60)),
                    new Series("disagg", SeriesKind.Scatter, Cloud(2, 40)),
                ],
                Labels = [new PointLabel(156, 1455, "worst")],
            },
        ],
    };

    private static DataPoint[] Falling(double top, double rate) =>
        [.. Enumerable.Range(1, 20).Select(i => new DataPoint(8 * i, top * Math.Exp(-rate * 8 * i)))];

    private static DataPoint[] Wave(double middle, double swing) =>
        [.. Enumerable.Range(0, 101).Select(i => new DataPoint(i, middle + (swing * Math.Sin(i / 7.0))))];

    private static DataPoint[] Cloud(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var x = 10 * Math.Pow(10, 2.8 * random.NextDouble());
            return new DataPoint(x, x * Math.Exp(0.25 * (random.NextDouble() + random.NextDouble() - 1)));
        })];
    }
}
