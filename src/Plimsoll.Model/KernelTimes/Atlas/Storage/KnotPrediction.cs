using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>The guesses of <see cref="KnotPredictor"/>.</summary>
internal static class KnotPrediction
{
    /// <summary>The guess for a knot.</summary>
    /// <param name="predictor">How to guess.</param>
    /// <param name="codes">The slice's knots; those before <paramref name="at"/> are known.</param>
    /// <param name="before">The slice before, of the same box; empty when there is none.</param>
    /// <param name="box">The slice's box.</param>
    /// <param name="at">The knot.</param>
    public static int Guess(KnotPredictor predictor, ReadOnlySpan<short> codes, ReadOnlySpan<short> before, in LatticeBox box, int at)
    {
        var z = at % box.CountZ;
        return predictor switch
        {
            KnotPredictor.Plane => Plane(codes, box, at, z),
            KnotPredictor.PreviousSlice => before[at],
            KnotPredictor.PreviousSliceShape => z > 0 ? codes[at - 1] + before[at] - before[at - 1] : before[at],
            _ => Previous(codes, box, at, z),
        };
    }

    private static int Previous(ReadOnlySpan<short> codes, in LatticeBox box, int at, int z) =>
        z > 0 ? codes[at - 1]
        : at >= box.CountZ && at / box.CountZ % box.CountY > 0 ? codes[at - box.CountZ]
        : at >= box.CountY * box.CountZ ? codes[at - (box.CountY * box.CountZ)]
        : 0;

    private static int Plane(ReadOnlySpan<short> codes, in LatticeBox box, int at, int z)
    {
        var row = box.CountZ;
        var plane = box.CountY * box.CountZ;
        var y = at / row % box.CountY;
        var x = at / plane;
        var guess = 0;
        guess += z > 0 ? codes[at - 1] : 0;
        guess += y > 0 ? codes[at - row] : 0;
        guess += x > 0 ? codes[at - plane] : 0;
        guess -= z > 0 && y > 0 ? codes[at - 1 - row] : 0;
        guess -= z > 0 && x > 0 ? codes[at - 1 - plane] : 0;
        guess -= y > 0 && x > 0 ? codes[at - row - plane] : 0;
        guess += z > 0 && y > 0 && x > 0 ? codes[at - 1 - row - plane] : 0;
        return guess;
    }
}
