namespace Plimsoll.Plotting.Scenes;

/// <summary>An upright rectangle in a scene.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
public readonly record struct SceneBox(double Left, double Top, double Right, double Bottom)
{
    /// <summary>From left to right.</summary>
    public double Width => Right - Left;

    /// <summary>From top to bottom.</summary>
    public double Height => Bottom - Top;

    /// <summary>Whether the other lies completely inside.</summary>
    public bool Contains(in SceneBox other) =>
        other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;

    /// <summary>Whether a point lies inside or on an edge.</summary>
    public bool Contains(ScenePoint point) => point.X >= Left && point.X <= Right && point.Y >= Top && point.Y <= Bottom;

    /// <summary>Whether the two share more than an edge.</summary>
    public bool Overlaps(in SceneBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
