using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>For each measured point the knots around it and their weights, as the rows of a sparse matrix.</summary>
internal sealed class SparseRows
{
    private readonly int[] _start;
    private readonly int[] _knot;
    private readonly double[] _weight;

    /// <summary>Finds the knots around each point.</summary>
    public SparseRows(Lattice lattice, in LatticeBox box, ReadOnlySpan<LatticePoint> points)
    {
        _start = new int[points.Length + 1];
        _knot = new int[points.Length * Lattice.MaxCorners];
        _weight = new double[points.Length * Lattice.MaxCorners];
        for (var row = 0; row < points.Length; row++)
        {
            var at = _start[row];
            _start[row + 1] = at + lattice.Around(
                box, points[row], _knot.AsSpan(at, Lattice.MaxCorners), _weight.AsSpan(at, Lattice.MaxCorners));
        }
    }

    /// <summary>The value that the knots give a point.</summary>
    public double Value(int row, double[] knots)
    {
        double value = 0;
        for (var i = _start[row]; i < _start[row + 1]; i++)
        {
            value += _weight[i] * knots[_knot[i]];
        }

        return value;
    }

    /// <summary>The diagonal of the weighted normal equations.</summary>
    public double[] Diagonal(double[] rowWeights, int knots)
    {
        var diagonal = new double[knots];
        for (var row = 0; row < rowWeights.Length; row++)
        {
            for (var i = _start[row]; i < _start[row + 1]; i++)
            {
                diagonal[_knot[i]] += rowWeights[row] * _weight[i] * _weight[i];
            }
        }

        return diagonal;
    }

    /// <summary>The right side of the weighted normal equations.</summary>
    public double[] Transposed(double[] rowWeights, ReadOnlySpan<double> values, int knots)
    {
        var sums = new double[knots];
        for (var row = 0; row < rowWeights.Length; row++)
        {
            var value = rowWeights[row] * values[row];
            for (var i = _start[row]; i < _start[row + 1]; i++)
            {
                sums[_knot[i]] += _weight[i] * value;
            }
        }

        return sums;
    }

    /// <summary>The weighted normal matrix times a vector.</summary>
    public void MultiplyNormal(double[] rowWeights, double[] vector, double[] product)
    {
        Array.Clear(product);
        for (var row = 0; row < rowWeights.Length; row++)
        {
            var value = rowWeights[row] * Value(row, vector);
            for (var i = _start[row]; i < _start[row + 1]; i++)
            {
                product[_knot[i]] += _weight[i] * value;
            }
        }
    }
}
