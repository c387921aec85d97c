using System.Globalization;

namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>Orders backend releases as their publishers do (PEP 440: 1.3.0rc10 &lt; 1.3.0rc20 &lt; 1.3.0 &lt; 1.3.0.post1).</summary>
public sealed class ReleaseOrder : IComparer<string>
{
    /// <summary>The one order.</summary>
    public static ReleaseOrder Instance { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        var (a, b) = (Parse(x ?? ""), Parse(y ?? ""));
        for (var i = 0; i < Math.Max(a.Numbers.Count, b.Numbers.Count); i++)
        {
            var left = i < a.Numbers.Count ? a.Numbers[i] : 0;
            var right = i < b.Numbers.Count ? b.Numbers[i] : 0;
            if (left != right)
            {
                return left.CompareTo(right);
            }
        }

        return a.Stage != b.Stage ? a.Stage.CompareTo(b.Stage)
            : a.StageNumber != b.StageNumber ? a.StageNumber.CompareTo(b.StageNumber)
            : string.CompareOrdinal(x, y);
    }

    // Stages: development −3, alpha −2… candidate −1, final 0, post 1.
    private static (List<long> Numbers, int Stage, long StageNumber) Parse(string text)
    {
        var numbers = new List<long>();
        var at = text.StartsWith('v') ? 1 : 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            if (at == start)
            {
                break;
            }

            numbers.Add(Number(text[start..at]));
            if (at < text.Length && text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))
            {
                at++;
                continue;
            }

            break;
        }

        var rest = text[at..].TrimStart('.', '-', '_').ToLowerInvariant();
        var letters = rest.TakeWhile(char.IsAsciiLetter).Count();
        var digits = rest[letters..].TrimStart('.', '-').TakeWhile(char.IsAsciiDigit).ToArray();
        var stage = rest[..letters] switch
        {
            "" => 0,
            "post" => 1,
            "rc" or "c" => -1,
            "b" or "beta" or "a" or "alpha" => -2,
            _ => -3,
        };
        return (numbers, stage, digits.Length == 0 ? 0 : Number(new string(digits)));
    }

    private static long Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
