namespace Plimsoll.Plotting.Raster;

/// <summary>
/// How much of each pixel one shape covers, 0 to 1. Parts of a shape that overlap count once. Surfaces are exact (signed areas, summed
/// along each row); lines, dots and rings follow from the distance of the pixel's centre to their middle line.
/// </summary>
internal sealed class CoverageMask
{
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _values;
    private readonly int[] _from;
    private readonly int[] _to;
    private int _top;
    private int _bottom;

    /// <summary>An empty mask of so many pixels per row and rows.</summary>
    public CoverageMask(int width, int height)
    {
        (_width, _height, _top) = (width, height, height);
        _values = new float[width * height];
        (_from, _to) = (new int[height], new int[height]);
        Array.Fill(_from, width);
    }

    /// <summary>Rows that have coverage: from the first to before the second.</summary>
    public (int Top, int Bottom) Rows => (_top, _bottom);

    /// <summary>The covered part of a row and where it begins.</summary>
    public ReadOnlySpan<float> Row(int y, out int from)
    {
        from = _from[y];
        return from < _to[y] ? _values.AsSpan((y * _width) + from, _to[y] - from) : [];
    }

    /// <summary>Forgets the shape.</summary>
    public void Clear()
    {
        for (var y = _top; y < _bottom; y++)
        {
            if (_from[y] < _to[y])
            {
                _values.AsSpan((y * _width) + _from[y], _to[y] - _from[y]).Clear();
            }

            (_from[y], _to[y]) = (_width, 0);
        }

        (_top, _bottom) = (_height, 0);
    }

    /// <summary>A straight stroke with round ends; equal ends make a dot.</summary>
    public void Stroke(double x0, double y0, double x1, double y1, double halfWidth)
    {
        var (dx, dy) = (x1 - x0, y1 - y0);
        var length2 = (dx * dx) + (dy * dy);
        var perLength2 = length2 > 0 ? 1 / length2 : 0;
        var reach = halfWidth + 0.5;
        var (first, last) = (Math.Max(0, (int)Math.Floor(Math.Min(y0, y1) - reach)), Math.Min(_height - 1, (int)Math.Floor(Math.Max(y0, y1) + reach)));
        for (var y = first; y <= last; y++)
        {
            var centre = y + 0.5;
            var (enter, leave) = Crossing(centre - y0, dy, reach);
            var (left, right) = Span(x0 + (enter * dx), x0 + (leave * dx), reach);
            if (enter > leave || left >= right)
            {
                continue;
            }

            Widen(y, left, right);
            var row = _values.AsSpan(y * _width, _width);
            for (var x = left; x < right; x++)
            {
                var (px, py) = (x + 0.5 - x0, centre - y0);
                var along = Math.Clamp(((px * dx) + (py * dy)) * perLength2, 0, 1);
                var (ox, oy) = (px - (along * dx), py - (along * dy));
                var covered = Across(Math.Sqrt((ox * ox) + (oy * oy)), halfWidth);
                row[x] = Math.Max(row[x], covered);
            }
        }
    }

    /// <summary>The line of a circle.</summary>
    public void Ring(double centreX, double centreY, double radius, double halfWidth)
    {
        var reach = radius + halfWidth + 0.5;
        var (first, last) = (Math.Max(0, (int)Math.Floor(centreY - reach)), Math.Min(_height - 1, (int)Math.Floor(centreY + reach)));
        for (var y = first; y <= last; y++)
        {
            var (left, right) = Span(centreX, centreX, reach);
            if (left >= right)
            {
                continue;
            }

            Widen(y, left, right);
            for (var x = left; x < right; x++)
            {
                var (px, py) = (x + 0.5 - centreX, y + 0.5 - centreY);
                ref var value = ref _values[(y * _width) + x];
                value = Math.Max(value, Across(Math.Abs(Math.Sqrt((px * px) + (py * py)) - radius), halfWidth));
            }
        }
    }

    /// <summary>A polygon as the only content of the mask (non-zero winding); corners lie inside the picture.</summary>
    public void Fill(ReadOnlySpan<(double X, double Y)> corners)
    {
        var (left, right, top, bottom) = (double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var (x, y) in corners)
        {
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
        }

        var (from, to) = (Math.Clamp((int)Math.Floor(left), 0, _width), Math.Clamp((int)Math.Ceiling(right) + 1, 0, _width));
        var (first, last) = (Math.Clamp((int)Math.Floor(top), 0, _height), Math.Clamp((int)Math.Ceiling(bottom), 0, _height));
        for (var y = first; y < last && from < to; y++)
        {
            Widen(y, from, to);
        }

        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            AddEdge(a.X, a.Y, b.X, b.Y);
        }

        for (var y = first; y < last; y++)
        {
            var sum = 0f;
            foreach (ref var value in _values.AsSpan((y * _width) + from, Math.Max(0, to - from)))
            {
                sum += value;
                value = Math.Min(1, Math.Abs(sum));
            }
        }
    }

    /// <summary>How much of a pixel a line covers whose middle is so far away: the pixel's part inside both edges.</summary>
    private static float Across(double distance, double halfWidth) =>
        (float)(Math.Clamp(0.5 + halfWidth - distance, 0, 1) - Math.Clamp(0.5 - halfWidth - distance, 0, 1));

    /// <summary>The part of a segment, as shares of it, that is at most so far above or below a row.</summary>
    private static (double Enter, double Leave) Crossing(double offset, double dy, double reach)
    {
        if (Math.Abs(dy) < 1e-9)
        {
            return (0, 1);
        }

        var (a, b) = ((offset - reach) / dy, (offset + reach) / dy);
        return (Math.Max(0, Math.Min(a, b)), Math.Min(1, Math.Max(a, b)));
    }

    private (int Left, int Right) Span(double a, double b, double reach) =>
        (Math.Max(0, (int)Math.Floor(Math.Min(a, b) - reach)), Math.Min(_width, (int)Math.Ceiling(Math.Max(a, b) + reach)));

    private void Widen(int y, int left, int right)
    {
        (_top, _bottom) = (Math.Min(_top, y), Math.Max(_bottom, y + 1));
        (_from[y], _to[y]) = (Math.Min(_from[y], left), Math.Max(_to[y], right));
    }

    /// <summary>Adds the signed area right of an edge to the differences of each row that it crosses.</summary>
    private void AddEdge(double x0, double y0, double x1, double y1)
    {
        if (y0 == y1)
        {
            return;
        }

        var direction = y0 < y1 ? 1.0 : -1.0;
        var ((topX, topY), (bottomX, bottomY)) = y0 < y1 ? ((x0, y0), (x1, y1)) : ((x1, y1), (x0, y0));
        var slope = (bottomX - topX) / (bottomY - topY);
        for (var y = Math.Max(0, (int)Math.Floor(topY)); y < Math.Min(_height, bottomY); y++)
        {
            var (enter, leave) = (Math.Max(y, topY), Math.Min(y + 1.0, bottomY));
            AddSlice(y, topX + ((enter - topY) * slope), topX + ((leave - topY) * slope), direction * (leave - enter));
        }
    }

    /// <summary>One edge within one row: each pixel that it crosses gets the part right of it, all further ones the rest.</summary>
    private void AddSlice(int y, double xa, double xb, double area)
    {
        var (left, right) = (Math.Clamp(Math.Min(xa, xb), 0, _width), Math.Clamp(Math.Max(xa, xb), 0, _width));
        var (first, last) = ((int)Math.Floor(left), (int)Math.Ceiling(right));
        var before = 0.0;
        for (var x = first; x < Math.Max(last, first + 1); x++)
        {
            var covered = area * MeanRightOf(left, right, x);
            Add(y, x, covered - before);
            before = covered;
        }

        Add(y, Math.Max(last, first + 1), area - before);
    }

    /// <summary>The mean over a slanted edge from left to right of the part of pixel x that lies right of the edge.</summary>
    private static double MeanRightOf(double left, double right, int x)
    {
        if (right - left < 1e-12)
        {
            return Math.Clamp(x + 1 - left, 0, 1);
        }

        // The integral over the edge's positions e of clamp(x + 1 − e, 0, 1), divided by their range.
        var whole = Math.Clamp(x, left, right) - left;
        var (from, to) = (Math.Clamp(x, left, right), Math.Clamp(x + 1.0, left, right));
        var partial = (to - from) * (((x + 1 - from) + (x + 1 - to)) / 2);
        return (whole + partial) / (right - left);
    }

    private void Add(int y, int x, double amount)
    {
        if (x < _width)
        {
            _values[(y * _width) + x] += (float)amount;
        }
    }
}
