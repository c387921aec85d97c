using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.Tests.KernelTimes.Atlas;

/// <summary>Makes sections for tests.</summary>
internal static class Sections
{
    /// <summary>Sections of up to four slices on small lattices; some slices cover the same knots, some have repaired knots.</summary>
    public static Gen<AtlasSection> Any { get; } =
        from seed in Gen.Choose(0, int.MaxValue)
        select Random(new Random(seed));

    private static AtlasSection Random(Random random)
    {
        var lattice = new Lattice(Axis(random), Axis(random), Axis(random));
        var boxes = new LatticeBox[random.Next(1, 5)];
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = i > 0 && random.Next(2) == 0 ? boxes[i - 1] : Box(random, lattice);
        }

        var keyWidth = random.Next(0, 4);
        var keys = Enumerable.Range(0, keyWidth * boxes.Length).Select(_ => random.Next(-10, 100_000)).ToArray();
        var codes = new short[boxes.Sum(box => box.Count)];
        var code = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            // Mostly smooth, as surfaces are, with jumps to the ends of the range.
            code = random.Next(20) == 0 ? random.Next(short.MinValue, short.MaxValue + 1) : Math.Clamp(code + random.Next(-9, 10), -30000, 30000);
            codes[i] = (short)code;
        }

        var repaired = random.Next(2) == 0 ? null : Enumerable.Range(0, codes.Length).Select(_ => random.Next(2) == 0).ToArray();
        string[] words = [.. Enumerable.Range(0, random.Next(0, 3)).Select(i => $"word {i} über")];
        return new AtlasSection(lattice, random.NextDouble(), 0.02, words, keyWidth, keys, boxes, codes, repaired);
    }

    private static LatticeAxis Axis(Random random)
    {
        double size = 0;
        return new LatticeAxis([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => size += random.Next(1, 1000))]);
    }

    private static LatticeBox Box(Random random, Lattice lattice)
    {
        var (x, countX) = Run(lattice.X.Count);
        var (y, countY) = Run(lattice.Y.Count);
        var (z, countZ) = Run(lattice.Z.Count);
        return new LatticeBox(x, countX, y, countY, z, countZ);

        (int First, int Count) Run(int knots)
        {
            var first = random.Next(knots);
            return (first, random.Next(1, knots - first + 1));
        }
    }
}
