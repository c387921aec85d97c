using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>
/// Fits the knots of a box to scattered values by robust least squares: each value is the weighted mean of the knots around it, residuals
/// count by their size rather than their square (iteratively reweighted), so that single outliers among measurements do not bend the surface.
/// </summary>
/// <remarks>
/// Neighbouring knots are tied by a weak spring. It decides only where no measurement speaks: there the efficiency of the edge is kept.
/// The normal equations are solved by conjugate gradients with Jacobi preconditioning; everything is deterministic.
/// </remarks>
internal static class LatticeFit
{
    private const int Reweightings = 6;
    private const int MostIterations = 400;
    private const double Converged = 1e-9;
    private const double Spring = 1e-4;

    // Residuals below this (in log-efficiency) count quadratically: they are within the noise of a measurement.
    private const double QuadraticBelow = 0.02;

    /// <summary>The knots of the box.</summary>
    /// <param name="lattice">The lattice.</param>
    /// <param name="box">The part of it that is fitted.</param>
    /// <param name="points">Where values are known.</param>
    /// <param name="values">The values.</param>
    /// <param name="importance">How much each value counts; 1 = as one measurement.</param>
    public static double[] Knots(
        Lattice lattice, in LatticeBox box, ReadOnlySpan<LatticePoint> points, ReadOnlySpan<double> values, ReadOnlySpan<double> importance)
    {
        var rows = new SparseRows(lattice, box, points);
        var knots = new double[box.Count];
        Array.Fill(knots, Mean(values));
        var weights = importance.ToArray();
        var springs = Springs(box);
        for (var pass = 0; pass < Reweightings; pass++)
        {
            Solve(rows, springs, weights, values, knots);
            for (var row = 0; row < weights.Length; row++)
            {
                var residual = Math.Abs(rows.Value(row, knots) - values[row]);
                weights[row] = importance[row] * QuadraticBelow / Math.Max(QuadraticBelow, residual);
            }
        }

        return knots;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    // Pairs of neighbouring knots.
    private static (int A, int B)[] Springs(in LatticeBox box)
    {
        var springs = new List<(int, int)>(3 * box.Count);
        for (var at = 0; at < box.Count; at++)
        {
            int z = at % box.CountZ, y = at / box.CountZ % box.CountY, x = at / box.CountZ / box.CountY;
            if (z > 0)
            {
                springs.Add((at - 1, at));
            }

            if (y > 0)
            {
                springs.Add((at - box.CountZ, at));
            }

            if (x > 0)
            {
                springs.Add((at - (box.CountY * box.CountZ), at));
            }
        }

        return [.. springs];
    }

    private static void Solve(SparseRows rows, (int A, int B)[] springs, double[] weights, ReadOnlySpan<double> values, double[] knots)
    {
        var diagonal = rows.Diagonal(weights, knots.Length);
        foreach (var (a, b) in springs)
        {
            diagonal[a] += Spring;
            diagonal[b] += Spring;
        }

        var residual = rows.Transposed(weights, values, knots.Length);
        var product = new double[knots.Length];
        Multiply(rows, springs, weights, knots, product);
        var direction = new double[knots.Length];
        double squared = 0;
        for (var i = 0; i < knots.Length; i++)
        {
            residual[i] -= product[i];
            direction[i] = residual[i] / diagonal[i];
            squared += residual[i] * direction[i];
        }

        var goal = Converged * Math.Max(1, squared);
        for (var iteration = 0; iteration < MostIterations && squared > goal; iteration++)
        {
            Multiply(rows, springs, weights, direction, product);
            double curvature = 0;
            for (var i = 0; i < knots.Length; i++)
            {
                curvature += direction[i] * product[i];
            }

            var stride = squared / curvature;
            double next = 0;
            for (var i = 0; i < knots.Length; i++)
            {
                knots[i] += stride * direction[i];
                residual[i] -= stride * product[i];
                next += residual[i] * residual[i] / diagonal[i];
            }

            var keep = next / squared;
            for (var i = 0; i < knots.Length; i++)
            {
                direction[i] = (residual[i] / diagonal[i]) + (keep * direction[i]);
            }

            squared = next;
        }
    }

    private static void Multiply(SparseRows rows, (int A, int B)[] springs, double[] weights, double[] knots, double[] product)
    {
        rows.MultiplyNormal(weights, knots, product);
        foreach (var (a, b) in springs)
        {
            var pull = Spring * (knots[a] - knots[b]);
            product[a] += pull;
            product[b] -= pull;
        }
    }
}
