namespace Plimsoll.Formats.Png;

/// <summary>
/// Makes rows of RGB pixels compress well. Rows of drawings, mostly of one colour beside the same colour, stay as they are: their repeats
/// are found best so. For the others that of the five filters of PNG is chosen whose differences, taken as signed bytes, add up to the
/// least, as the specification recommends.
/// </summary>
internal sealed class RowFilter(int rowBytes)
{
    private const int PixelBytes = 3;
    private readonly byte[][] _candidates = [.. Enumerable.Range(0, 5).Select(kind => new byte[rowBytes + 1])];

    /// <summary>The filtered row with the filter's number before it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Best(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above)
    {
        if (IsDrawing(row))
        {
            _candidates[0][0] = 0;
            row.CopyTo(_candidates[0].AsSpan(1));
            return _candidates[0];
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
    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var (toLeft, toAbove) = (Math.Abs(above - aboveLeft), Math.Abs(left - aboveLeft));
        var toCorner = Math.Abs(left + above - (2 * aboveLeft));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : aboveLeft;
    }

    private static bool IsDrawing(ReadOnlySpan<byte> row)
    {
        var repeats = 0;
        for (var i = PixelBytes; i < row.Length; i += PixelBytes)
        {
            repeats += row[i] == row[i - PixelBytes] && row[i + 1] == row[i + 1 - PixelBytes] && row[i + 2] == row[i + 2 - PixelBytes] ? 1 : 0;
        }

        return 2 * PixelBytes * repeats >= row.Length;
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
            cost += Math.Abs((int)(sbyte)difference);
        }

        return cost;
    }
}
