using System.Globalization;
using System.Text.RegularExpressions;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>A release number taken apart as PEP 440 defines: epoch, numbers, pre-release, post-release, development and local part.</summary>
internal sealed partial class ReleaseNumber
{
    private const int MaximumLength = 128;
    private const int MatchMilliseconds = 1000;
    private const int OnlyDevelopment = 0;
    private const int Final = 4;

    private readonly long _epoch;
    private readonly long[] _numbers;
    private readonly (int Stage, long Number) _pre;
    private readonly long _post;
    private readonly long _development;
    private readonly string[] _local;

    private ReleaseNumber(Match match)
    {
        _epoch = Number(match.Groups["epoch"], 0);
        _numbers = Array.ConvertAll(match.Groups["numbers"].Value.Split('.'), Number);
        _post = match.Groups["post"].Success ? Number(match.Groups["postn"], 0) : -1;
        _development = match.Groups["dev"].Success ? Number(match.Groups["devn"], 0) : long.MaxValue;
        _pre = match.Groups["pre"].Success ? (StageOf(match.Groups["pre"].Value), Number(match.Groups["pren"], 0))
            : _post < 0 && _development < long.MaxValue ? (OnlyDevelopment, 0)
            : (Final, 0);
        _local = match.Groups["local"].Success ? match.Groups["local"].Value.ToLowerInvariant().Split('-', '_', '.') : [];
    }

    /// <summary>Reads a release number in any spelling that PEP 440 accepts; null when it is none.</summary>
    public static ReleaseNumber? Parse(string text) =>
        text.Length <= MaximumLength && Pattern().Match(text) is { Success: true } match ? new ReleaseNumber(match) : null;

    /// <summary>Negative when this release is older than another, 0 when they are the same, positive when it is newer.</summary>
    public int OrderAgainst(ReleaseNumber other)
    {
        var order = _epoch.CompareTo(other._epoch);
        for (var i = 0; order == 0 && i < Math.Max(_numbers.Length, other._numbers.Length); i++)
        {
            order = At(_numbers, i).CompareTo(At(other._numbers, i));
        }

        order = order != 0 ? order : _pre.CompareTo(other._pre);
        order = order != 0 ? order : _post.CompareTo(other._post);
        order = order != 0 ? order : _development.CompareTo(other._development);
        return order != 0 ? order : CompareLocal(_local, other._local);
    }

    // Later segments win; numbers are newer than words, and a longer local part than its own beginning.
    private static int CompareLocal(string[] a, string[] b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var (left, right) = (a[i].All(char.IsAsciiDigit), b[i].All(char.IsAsciiDigit));
            var order = left && right ? Number(a[i]).CompareTo(Number(b[i]))
                : left != right ? left.CompareTo(right)
                : string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static long At(long[] numbers, int index) => index < numbers.Length ? numbers[index] : 0;

    private static int StageOf(string name) => char.ToLowerInvariant(name[0]) switch
    {
        'a' => 1,
        'b' => 2,
        _ => 3,
    };

    private static long Number(Group group, long whenEmpty) => group.Length == 0 ? whenEmpty : Number(group.Value);

    private static long Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    [GeneratedRegex(
        """
        ^v?(?:(?<epoch>[0-9]+)!)?(?<numbers>[0-9]+(?:\.[0-9]+)*)
        (?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|rc|c)[-_.]?(?<pren>[0-9]*))?
        (?:-(?<post>)(?<postn>[0-9]+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postn>[0-9]*))?
        (?:[-_.]?(?<dev>dev)[-_.]?(?<devn>[0-9]*))?
        (?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\z
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        MatchMilliseconds)]
    private static partial Regex Pattern();
}
