using Plimsoll.Formats.Csv;
using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements.Truth;

/// <summary>
/// How far the times to first token of each experiment can be trusted, from the <c>ttft_trust</c> column of a campaign's <c>index.csv</c>:
/// <c>all</c>, <c>p50</c> (a compilation sits in the tail) or <c>none</c>.
/// </summary>
internal sealed class TtftTrust
{
    private const string All = "all";
    private static readonly string[] Words = [All, "p50", "none"];

    private readonly Dictionary<(string Stage, string Name), string> _trust = [];

    /// <summary>The index of a campaign; every experiment is trusted when there is no index.</summary>
    /// <exception cref="CsvException">The index is no CSV.</exception>
    public static TtftTrust Read(string campaign, ICollection<ValidationError> errors)
    {
        var trust = new TtftTrust();
        var path = Path.Combine(campaign, "index.csv");
        if (!File.Exists(path))
        {
            return trust;
        }

        using var reader = CsvReader.Open(path);
        while (reader.Read())
        {
            var word = reader["ttft_trust"];
            if (!Words.Contains(word))
            {
                errors.Add(new ValidationError($"{path}: line {reader.Line}, ttft_trust", $"'{word}' is none of {string.Join(", ", Words)}"));
            }

            trust._trust[(reader["stage"], reader["name"])] = word;
        }

        return trust;
    }

    /// <summary>The word for an experiment; <c>all</c> when the index does not have it.</summary>
    public string Of(string stage, string name) => _trust.GetValueOrDefault((stage, name), All);

    /// <summary>Notes which figures a word keeps from being scored.</summary>
    public static void Apply(string word, Dictionary<Figure, string> unscored)
    {
        if (word != All)
        {
            unscored[Figure.TtftMean] = unscored[Figure.TtftP99] = $"ttft_trust {word}: a kernel was compiled during the run";
        }

        if (word == "none")
        {
            unscored[Figure.TtftP50] = unscored[Figure.TtftMean];
        }
    }
}
