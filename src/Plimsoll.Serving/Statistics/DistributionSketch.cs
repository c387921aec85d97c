namespace Plimsoll.Serving.Statistics;

/// <summary>
/// Mean, deviation, extremes and percentiles of a stream of values, in bounded memory. Mean, deviation and extremes are those of the values
/// themselves; percentiles too up to <see cref="ExactValues"/> values, beyond that within <see cref="RelativeWidth"/> of them.
/// </summary>
/// <remarks>
/// Up to the bound every value is kept, and percentiles interpolate linearly between order statistics (rank (n − 1)·p, as numpy does by
/// default). Beyond it values are counted in cells: each power of two is cut into 2,048 equal ones, which are the leading 11 bits of a
/// double's fraction, so that finding a cell is a shift. Cells are made when their power of two first occurs. Within a cell values count
/// as evenly spread. Mean and deviation follow Welford, and Chan, Golub and LeVeque for merging.
/// </remarks>
public sealed class DistributionSketch
{
    /// <summary>Values up to which percentiles are exact.</summary>
    public const int ExactValues = 65_536;

    /// <summary>Widest cell, relative to its values: 1/2,048.</summary>
    public const double RelativeWidth = 1.0 / CellsOfOctave;

    private const int CellBits = 11;
    private const int CellsOfOctave = 1 << CellBits;
    private const int FractionBits = 52;
    private const int Octaves = 2047;

    private double[] _values = new double[256];
    private long[]?[]? _octaves;
    private bool _isSorted;
    private double _mean;
    private double _squares;

    /// <summary>How many values.</summary>
    public long Count { get; private set; }

    /// <summary>Smallest value; infinite without values.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>Largest value; negative infinity without values.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Arithmetic mean; 0 without values.</summary>
    public double Mean => _mean;

    /// <summary>Population standard deviation.</summary>
    public double StandardDeviation => Count == 0 ? 0 : Math.Sqrt(_squares / Count);

    /// <summary>Whether percentiles are still those of the values themselves.</summary>
    public bool IsExact => _octaves is null;

    /// <summary>Adds one value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public void Add(double value) => Add(value, 1);

    /// <summary>Adds a value that occurred <paramref name="count"/> times; nothing when that is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite, or its count negative.</exception>
    public void Add(double value, long count)
    {
        if (!(value >= 0 && value <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "is negative or not finite");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
        {
            return;
        }

        value += 0.0;
        if (_octaves is null && Count + count <= ExactValues)
        {
            Keep(value, (int)count);
        }
        else
        {
            Fold();
            CountIn(value, count);
        }

        Count += count;
        var difference = value - _mean;
        _mean += difference * count / Count;
        _squares += difference * (value - _mean) * count;
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }

    /// <summary>Adds everything that another sketch has seen.</summary>
    public void Merge(DistributionSketch other)
    {
        if (other.Count == 0)
        {
            return;
        }

        if (other._octaves is null && _octaves is null && Count + other.Count <= ExactValues)
        {
            Reserve((int)(Count + other.Count));
            other._values.AsSpan(0, (int)other.Count).CopyTo(_values.AsSpan((int)Count));
            _isSorted = false;
        }
        else
        {
            Fold();
            CountAll(other);
        }

        var total = Count + other.Count;
        var difference = other._mean - _mean;
        _squares += other._squares + (difference * difference * Count / total * other.Count);
        _mean += difference * other.Count / total;
        Count = total;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
    }

    /// <summary>The value below which a share of all values lies.</summary>
    /// <param name="share">0 to 1.</param>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public double Percentile(double share)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("there are no values");
        }

        var rank = (Count - 1) * Math.Clamp(share, 0, 1);
        var below = (long)Math.Floor(rank);
        var low = OrderStatistic(below);
        return below + 1 >= Count ? low : low + ((rank - below) * (OrderStatistic(below + 1) - low));
    }

    /// <summary>The figures of a report; null without values.</summary>
    public DistributionSummary? Summary() => Count == 0
        ? null
        : new DistributionSummary(
            Count, Mean, Minimum, Percentile(0.50), Percentile(0.90), Percentile(0.95), Percentile(0.99), Maximum, StandardDeviation);

    private void Keep(double value, int count)
    {
        Reserve((int)Count + count);
        _values.AsSpan((int)Count, count).Fill(value);
        _isSorted = false;
    }

    private void Reserve(int count)
    {
        if (count > _values.Length)
        {
            Array.Resize(ref _values, Math.Min(ExactValues, Math.Max(count, _values.Length * 2)));
        }
    }

    private void Fold()
    {
        if (_octaves is not null)
        {
            return;
        }

        _octaves = new long[Octaves][];
        foreach (var value in _values.AsSpan(0, (int)Count))
        {
            CountIn(value, 1);
        }

        _values = [];
    }

    private void CountIn(double value, long count)
    {
        var cell = BitConverter.DoubleToUInt64Bits(value) >> (FractionBits - CellBits);
        var octave = _octaves![cell >> CellBits] ??= new long[CellsOfOctave];
        octave[cell & (CellsOfOctave - 1)] += count;
    }

    private void CountAll(DistributionSketch other)
    {
        if (other._octaves is null)
        {
            foreach (var value in other._values.AsSpan(0, (int)other.Count))
            {
                CountIn(value, 1);
            }

            return;
        }

        for (var octave = 0; octave < Octaves; octave++)
        {
            if (other._octaves[octave] is not { } theirs)
            {
                continue;
            }

            var ours = _octaves![octave] ??= new long[CellsOfOctave];
            for (var cell = 0; cell < CellsOfOctave; cell++)
            {
                ours[cell] += theirs[cell];
            }
        }
    }

    private double OrderStatistic(long index)
    {
        if (_octaves is not null)
        {
            return Math.Clamp(Counted(index), Minimum, Maximum);
        }

        if (!_isSorted)
        {
            Array.Sort(_values, 0, (int)Count);
            _isSorted = true;
        }

        return _values[index];
    }

    private double Counted(long index)
    {
        for (var octave = 0; octave < Octaves; octave++)
        {
            if (_octaves![octave] is not { } cells)
            {
                continue;
            }

            for (var cell = 0; cell < CellsOfOctave; cell++)
            {
                if (index < cells[cell])
                {
                    // The cell of 0 reaches up to 4e-312: nothing but 0 falls into it.
                    var from = Edge(octave, cell);
                    return from == 0 ? 0 : from + ((Edge(octave, cell + 1) - from) * (index + 0.5) / cells[cell]);
                }

                index -= cells[cell];
            }
        }

        return Maximum;
    }

    private static double Edge(int octave, int cell) =>
        BitConverter.UInt64BitsToDouble((((ulong)octave << CellBits) + (ulong)cell) << (FractionBits - CellBits));
}
