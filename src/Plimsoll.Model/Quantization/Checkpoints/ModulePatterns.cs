using System.Text.RegularExpressions;

namespace Plimsoll.Model.Quantization.Checkpoints;

/// <summary>
/// Patterns that name modules of a checkpoint (<c>ignore</c>, <c>exclude_modules</c>, <c>modules_to_not_convert</c>, <c>targets</c>).
/// Three spellings: <c>re:</c> and a regular expression matched from the start; a glob with <c>*</c>; or a run of path
/// components (<c>lm_head</c>, <c>model.layers.0.mlp.gate</c>), which matches wherever those components stand together, so that
/// <c>gate</c> does not match <c>gate_proj</c>.
/// </summary>
internal sealed class ModulePatterns
{
    private const int MaximumPatternLength = 1000;

    private readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    private readonly List<string> _prefixes = [];
    private readonly List<string> _globs = [];
    private readonly List<Regex> _expressions = [];

    /// <summary>Sorts the patterns by spelling.</summary>
    /// <param name="patterns">The patterns.</param>
    /// <param name="notes">Receives a sentence for each pattern that cannot be used.</param>
    public ModulePatterns(IEnumerable<string> patterns, List<string> notes)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Length > MaximumPatternLength)
            {
                notes.Add($"the module pattern '{pattern[..40]}…' is too long and was not applied");
            }
            else if (pattern.StartsWith("re:", StringComparison.Ordinal))
            {
                AddExpression(pattern[3..], notes);
            }
            else if (pattern.Length > 1 && pattern.IndexOf('*', StringComparison.Ordinal) == pattern.Length - 1)
            {
                _prefixes.Add(pattern[..^1]);
            }
            else if (pattern.Contains('*', StringComparison.Ordinal))
            {
                _globs.Add(pattern);
            }
            else
            {
                _runs.Add(pattern);
            }
        }
    }

    /// <summary>What precedes the layer number in the names of this checkpoint, e.g. <c>model.layers.</c>.</summary>
    public string LayerPrefix
    {
        get
        {
            foreach (var pattern in _runs.Concat(_prefixes).Concat(_globs))
            {
                var end = pattern.IndexOf("layers.", StringComparison.Ordinal);
                if (end >= 0 && !pattern.StartsWith("mtp", StringComparison.Ordinal) && !pattern.StartsWith('*')
                    && !pattern.Contains("vis", StringComparison.Ordinal))
                {
                    return pattern[..(end + "layers.".Length)];
                }
            }

            return "model.layers.";
        }
    }

    /// <summary>Whether any pattern names the module.</summary>
    public bool Match(string module) =>
        MatchesRun(module)
        || _prefixes.Exists(prefix => module.StartsWith(prefix, StringComparison.Ordinal))
        || _globs.Exists(glob => MatchesGlob(glob, module))
        || _expressions.Exists(expression => expression.IsMatch(module));

    private void AddExpression(string pattern, List<string> notes)
    {
        try
        {
            // NonBacktracking: linear in the length of the module name whatever the file says.
            _expressions.Add(new Regex($@"\A(?:{pattern})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            notes.Add($"the module pattern 're:{pattern}' cannot be read and was not applied");
        }
    }

    private bool MatchesRun(string module)
    {
        if (_runs.Count == 0)
        {
            return false;
        }

        var runs = _runs.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var start = 0; start >= 0; start = NextComponent(module, start))
        {
            for (var end = module.IndexOf('.', start); end >= 0; end = module.IndexOf('.', end + 1))
            {
                if (runs.Contains(module.AsSpan(start, end - start)))
                {
                    return true;
                }
            }

            if (runs.Contains(module.AsSpan(start)))
            {
                return true;
            }
        }

        return false;
    }

    private static int NextComponent(string module, int start)
    {
        var dot = module.IndexOf('.', start);
        return dot < 0 ? -1 : dot + 1;
    }

    // The glob covers the whole name, or all of it up to the start of a component.
    private static bool MatchesGlob(string glob, string module)
    {
        for (var end = module.Length; end > 0; end = module.LastIndexOf('.', end - 1))
        {
            if (System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(glob, module.AsSpan(0, end), ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
