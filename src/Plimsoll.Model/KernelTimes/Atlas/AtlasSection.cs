using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>
/// The fitted surfaces of one operator in one number format: for each kernel shape (a slice) the logarithm of its efficiency on a lattice.
/// </summary>
/// <remarks>
/// Efficiency is (<see cref="FloorMs"/> + roofline) ÷ time. The floor, the fastest launch among the measurements, keeps the efficiency of
/// tiny kernels from falling to nothing, so that it is a gentle surface everywhere.
/// </remarks>
internal sealed class AtlasSection
{
    /// <summary>What a section holds; lengths agree with each other.</summary>
    /// <param name="lattice">Knots.</param>
    /// <param name="floorMs">The fastest launch, milliseconds.</param>
    /// <param name="step">Log-efficiency of one unit of a code.</param>
    /// <param name="words">Names that keys refer to by position.</param>
    /// <param name="keyWidth">Integers in a key.</param>
    /// <param name="keys">The keys of all slices one after the other.</param>
    /// <param name="boxes">The part of the lattice that each slice covers.</param>
    /// <param name="codes">The knots of all slices one after the other, in steps of log-efficiency.</param>
    /// <param name="repaired">Which knots rest on repaired measurements; null = none.</param>
    public AtlasSection(
        Lattice lattice, double floorMs, double step, string[] words, int keyWidth, int[] keys, LatticeBox[] boxes, short[] codes, bool[]? repaired)
    {
        (Lattice, FloorMs, Step, Words, KeyWidth, Keys, Boxes, Codes, RepairedKnots) =
            (lattice, floorMs, step, words, keyWidth, keys, boxes, codes, repaired);
        Offsets = new int[boxes.Length];
        for (var slice = 1; slice < boxes.Length; slice++)
        {
            Offsets[slice] = Offsets[slice - 1] + boxes[slice - 1].Count;
        }
    }

    /// <summary>Knots.</summary>
    public Lattice Lattice { get; }

    /// <summary>The fastest launch, milliseconds.</summary>
    public double FloorMs { get; }

    /// <summary>Log-efficiency of one unit of a code.</summary>
    public double Step { get; }

    /// <summary>Names that keys refer to by position.</summary>
    public string[] Words { get; }

    /// <summary>Integers in a key.</summary>
    public int KeyWidth { get; }

    /// <summary>The keys of all slices one after the other.</summary>
    public int[] Keys { get; }

    /// <summary>The part of the lattice that each slice covers.</summary>
    public LatticeBox[] Boxes { get; }

    /// <summary>Position of each slice's first knot in <see cref="Codes"/>.</summary>
    public int[] Offsets { get; }

    /// <summary>The knots of all slices, in steps of log-efficiency.</summary>
    public short[] Codes { get; }

    /// <summary>Which knots rest on repaired measurements; null = none.</summary>
    public bool[]? RepairedKnots { get; }

    /// <summary>Number of slices.</summary>
    public int SliceCount => Boxes.Length;

    /// <summary>The key of a slice.</summary>
    public ReadOnlySpan<int> KeyOf(int slice) => Keys.AsSpan(slice * KeyWidth, KeyWidth);

    /// <summary>The slice of exactly this key; −1 when there is none.</summary>
    public int Find(ReadOnlySpan<int> key)
    {
        for (var slice = 0; slice < SliceCount; slice++)
        {
            if (KeyOf(slice).SequenceEqual(key))
            {
                return slice;
            }
        }

        return -1;
    }

    /// <summary>Position of a name among <see cref="Words"/>; −1 when no key can refer to it.</summary>
    public int WordIndex(string word) => Array.IndexOf(Words, word);

    /// <summary>Milliseconds of a kernel whose roofline is <paramref name="rooflineMs"/>, at the efficiency of a point.</summary>
    /// <param name="slice">The kernel shape.</param>
    /// <param name="point">Sizes on the lattice.</param>
    /// <param name="rooflineMs">The kernel's own roofline; it may be another than the slice's when efficiency is transferred.</param>
    /// <param name="isRepaired">Whether most of the answer rests on repaired measurements.</param>
    public double Ms(int slice, in LatticePoint point, double rooflineMs, out bool isRepaired)
    {
        Span<int> knots = stackalloc int[Lattice.MaxCorners];
        Span<double> weights = stackalloc double[Lattice.MaxCorners];
        var count = Lattice.Around(Boxes[slice], point, knots, weights);
        double code = 0, repairedShare = 0;
        var first = Offsets[slice];
        for (var i = 0; i < count; i++)
        {
            var at = first + knots[i];
            code += weights[i] * Codes[at];
            repairedShare += RepairedKnots is not null && RepairedKnots[at] ? weights[i] : 0;
        }

        isRepaired = repairedShare > 0.5;
        return (FloorMs + rooflineMs) * Math.Exp(-code * Step);
    }

    /// <summary>Octaves by which a point lies outside what the slice covers.</summary>
    public double OctavesOutside(int slice, in LatticePoint point) => Lattice.OctavesOutside(Boxes[slice], point);
}
