using Plimsoll.Plotting.Colours;

namespace Plimsoll.Plotting.Raster;

/// <summary>A picture under construction: shapes are laid over it one after the other.</summary>
internal sealed class Canvas
{
    private readonly byte[] _rgb;

    public Canvas(int width, int height, Colour paper)
    {
        (Width, Height) = (width, height);
        _rgb = new byte[3 * width * height];
        for (var i = 0; i < _rgb.Length; i += 3)
        {
            (_rgb[i], _rgb[i + 1], _rgb[i + 2]) = (paper.Red, paper.Green, paper.Blue);
        }

        Mask = new CoverageMask(width, height);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green and blue of each pixel, row by row from the top.</summary>
    public ReadOnlySpan<byte> Pixels => _rgb;

    /// <summary>Takes the next shape.</summary>
    public CoverageMask Mask { get; }

    /// <summary>Lays the shape in the mask over the picture and empties the mask.</summary>
    public void Paint(Colour colour, double opacity)
    {
        var (top, bottom) = Mask.Rows;
        for (var y = top; y < bottom; y++)
        {
            var row = Mask.Row(y, out var from);
            var pixels = _rgb.AsSpan(3 * ((y * Width) + from), 3 * row.Length);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] > 0)
                {
                    Blend(pixels.Slice(3 * x, 3), colour, (int)Math.Round(row[x] * opacity * 256));
                }
            }
        }

        Mask.Clear();
    }

    /// <summary>A box of whole pixels.</summary>
    public void Box(int left, int top, int right, int bottom, Colour colour, double opacity)
    {
        var share = (int)Math.Round(opacity * 256);
        for (var y = Math.Max(0, top); y < Math.Min(Height, bottom); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(Width, right); x++)
            {
                Blend(_rgb.AsSpan(3 * ((y * Width) + x), 3), colour, share);
            }
        }
    }

    /// <summary>Mixes in a colour; the share is in 256ths, in whole numbers so that every machine gives the same bytes.</summary>
    private static void Blend(Span<byte> pixel, Colour colour, int share)
    {
        pixel[0] = (byte)(((pixel[0] * (256 - share)) + (colour.Red * share) + 128) >> 8);
        pixel[1] = (byte)(((pixel[1] * (256 - share)) + (colour.Green * share) + 128) >> 8);
        pixel[2] = (byte)(((pixel[2] * (256 - share)) + (colour.Blue * share) + 128) >> 8);
    }
}
