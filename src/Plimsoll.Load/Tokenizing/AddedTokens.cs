using System.Buffers;

namespace Plimsoll.Load.Tokenizing;

/// <summary>Tokens that are cut out of a text before it is split into words, such as <c>&lt;|im_start|&gt;</c>.</summary>
internal sealed class AddedTokens
{
    private readonly Dictionary<int, string> _texts;
    private readonly (string Text, int Id)[] _longestFirst;
    private readonly SearchValues<string>? _search;

    public AddedTokens(IReadOnlyCollection<(string Text, int Id, bool Special)> tokens)
    {
        _texts = tokens.ToDictionary(token => token.Id, token => token.Text);
        _longestFirst = [.. tokens.Select(token => (token.Text, token.Id)).OrderByDescending(token => token.Text.Length)];
        Special = tokens.Where(token => token.Special).Select(token => token.Id).ToHashSet();
        Size = tokens.Count == 0 ? 0 : tokens.Max(token => token.Id) + 1;
        _search = tokens.Count == 0 ? null : SearchValues.Create([.. tokens.Select(token => token.Text)], StringComparison.Ordinal);
    }

    /// <summary>Ids of control tokens.</summary>
    public IReadOnlySet<int> Special { get; }

    /// <summary>Ids are below this.</summary>
    public int Size { get; }

    /// <summary>The text of an added token, or null.</summary>
    public string? Text(int id) => _texts.GetValueOrDefault(id);

    /// <summary>The first added token in a text, the longest where several begin; its length is 0 when there is none.</summary>
    public (int Start, int Length, int Id) FindFirst(ReadOnlySpan<char> text)
    {
        var start = _search is null ? -1 : text.IndexOfAny(_search);
        if (start < 0)
        {
            return (text.Length, 0, -1);
        }

        foreach (var (candidate, id) in _longestFirst)
        {
            if (text[start..].StartsWith(candidate, StringComparison.Ordinal))
            {
                return (start, candidate.Length, id);
            }
        }

        return (text.Length, 0, -1);
    }
}
