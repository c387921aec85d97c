namespace Plimsoll.Deployment.Names;

/// <summary>Kubernetes' rules for names.</summary>
public static class KubernetesNames
{
    private const int LongestLabel = 63;
    private const int LongestSubdomain = 253;

    /// <summary>Whether a name is an RFC 1123 label: 1 to 63 lower-case letters, digits and dashes, a letter or digit at both ends.</summary>
    public static bool IsLabel(string name) =>
        name.Length is > 0 and <= LongestLabel
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-';

    /// <summary>Whether a name is labels set apart by dots, 253 characters at most.</summary>
    public static bool IsSubdomain(string name) => name.Length <= LongestSubdomain && name.Split('.').All(IsLabel);

    /// <summary>Whether a name is qualified as labels and resources are: <c>nvidia.com/gpu</c>, <c>rdma/ib</c>, <c>disktype</c>.</summary>
    public static bool IsQualified(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var own = name[(slash + 1)..];
        return (slash < 0 || IsSubdomain(name[..slash]))
            && own.Length is > 0 and <= LongestLabel
            && own.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            && char.IsAsciiLetterOrDigit(own[0]) && char.IsAsciiLetterOrDigit(own[^1]);
    }

    /// <summary>Whether a text may be the value of a label: empty, or at most 63 letters, digits, dashes, underscores and dots.</summary>
    public static bool IsLabelValue(string text) => text.Length == 0 || (IsQualified(text) && !text.Contains('/', StringComparison.Ordinal));

    /// <summary>Whether a text is a whole quantity with a binary or decimal unit: <c>16Gi</c>, <c>500M</c>.</summary>
    public static bool IsQuantity(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 16 && text[0] != '0' && (text[digits..] is "" or "Ki" or "Mi" or "Gi" or "Ti" or "k" or "M" or "G" or "T");
    }
}
