namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>
/// Orders backend releases as their publishers do (PEP 440: 1.3.0.dev1 &lt; 1.3.0rc10 &lt; 1.3.0rc20 &lt; 1.3.0 &lt; 1.3.0.post1).
/// What is no release number stands before all that are; two spellings of one release stand beside each other in ordinal order.
/// </summary>
public sealed class ReleaseOrder : IComparer<string>
{
    /// <summary>The one order.</summary>
    public static ReleaseOrder Instance { get; } = new();

    /// <summary>Whether a text is a release number at all.</summary>
    public static bool IsRelease(string text) => ReleaseNumber.Parse(text) is not null;

    /// <summary>Whether two texts name the same release, as 0.24, 0.24.0 and v0.24.0 do.</summary>
    public static bool AreSame(string x, string y) =>
        string.Equals(x, y, StringComparison.Ordinal)
        || (ReleaseNumber.Parse(x) is { } a && ReleaseNumber.Parse(y) is { } b && a.OrderAgainst(b) == 0);

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        if (string.Equals(x, y, StringComparison.Ordinal))
        {
            return 0;
        }

        var (a, b) = (ReleaseNumber.Parse(x ?? ""), ReleaseNumber.Parse(y ?? ""));
        var order = a is not null && b is not null ? a.OrderAgainst(b) : (a is not null).CompareTo(b is not null);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }
}
