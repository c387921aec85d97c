namespace Plimsoll.Formats.Png;

/// <summary>
/// Turns rows of RGB pixels into differences that compress well. Of the five filters of PNG the one whose differences, taken as signed
/// bytes, add up to the least is chosen for each row, as the specification recommends.
/// </summary>
internal sealed class RowFilter(int rowBytes)
{
    private const int PixelBytes = 3;
    private readonly byte[][] _candidates = [.. Enumerable.Range(0, 5).Select(kind => new byte[rowBytes + 1])];

    /// <summary>The filtered row with the filter's number before it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Best(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above)
    {
        if (row.SequenceEqual(above))
        {
            return Same();
        }

        var (best, lowest) = (0, long.MaxValue);
        for (var kind = 0; kind < _candidates.Length; kind++)
        {
            var cost = Apply(kind, row, above, _candidates[kind]);
            if (cost < lowest)
            {
                (best, lowest) = (kind, cost);
            }
        }

        return _candidates[best];
    }

    /// <summary>What PNG calls Paeth: the neighbour that is nearest to left + above − aboveLeft.</summary>
    public static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var (toLeft, toAbove) = (Math.Abs(above - aboveLeft), Math.Abs(left - aboveLeft));
        var toCorner = Math.Abs(left + above - (2 * aboveLeft));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : aboveLeft;
    }

    /// <summary>A row like the one above it: all zeros after the filter "up".</summary>
    private byte[] Same()
    {
        var row = _candidates[2];
        Array.Clear(row);
        row[0] = 2;
        return row;
    }

    private static long Apply(int kind, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, byte[] filtered)
    {
        filtered[0] = (byte)kind;
        var cost = 0L;
        for (var i = 0; i < row.Length; i++)
        {
            var left = i >= PixelBytes ? row[i - PixelBytes] : (byte)0;
            var predicted = kind switch
            {
                0 => (byte)0,
                1 => left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                _ => Paeth(left, above[i], i >= PixelBytes ? above[i - PixelBytes] : (byte)0),
            };
            var difference = (byte)(row[i] - predicted);
            filtered[i + 1] = difference;
            cost += Math.Abs((sbyte)difference == sbyte.MinValue ? 128 : (sbyte)difference);
        }

        return cost;
    }
}
