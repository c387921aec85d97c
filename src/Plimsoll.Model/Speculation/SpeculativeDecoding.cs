using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Speculation;

/// <summary>
/// Speculative decoding with one draft layer (multi-token prediction, EAGLE): each step drafts tokens one after the other, verifies all of them at once and keeps
/// those before the first that is rejected, and one more that the verification itself yields.
/// </summary>
public sealed class SpeculativeDecoding
{
    /// <summary>Most drafts of a step.</summary>
    public const int MostDrafts = 16;

    private readonly double[] _rates;

    /// <summary>Drafts accepted at the given rates.</summary>
    /// <param name="acceptRates">For each draft, the share of steps that accept it among those that accepted all before it, 0 to 1.</param>
    /// <exception cref="InvalidInputException">No drafts, too many, or a rate that is no share.</exception>
    public SpeculativeDecoding(IReadOnlyList<double> acceptRates)
    {
        if (acceptRates.Count is 0 or > MostDrafts)
        {
            throw new InvalidInputException("nextn", $"{acceptRates.Count} drafts a step are not between 1 and {MostDrafts}");
        }

        if (acceptRates.Any(rate => !(rate is >= 0 and <= 1)))
        {
            throw new InvalidInputException("nextn_accept_rates", "an acceptance rate is not between 0 and 1", "shares, such as 0.85,0.6");
        }

        _rates = [.. acceptRates];
        double kept = 1, tokens = 1;
        foreach (var rate in _rates)
        {
            kept *= rate;
            tokens += kept;
        }

        TokensPerStep = tokens;
    }

    /// <summary>Drafts of a step.</summary>
    public int Drafts => _rates.Length;

    /// <summary>The conditional acceptance rate of each draft.</summary>
    public IReadOnlyList<double> AcceptRates => _rates;

    /// <summary>Tokens that each sequence is given by a step in the mean: 1 + Σ of the products of the first rates.</summary>
    public double TokensPerStep { get; }

    /// <summary>Positions that a step computes for each sequence: all drafts and the token before them.</summary>
    public int PositionsPerRow => _rates.Length + 1;

    /// <summary>Tokens of one sequence in one step for a number drawn uniformly from [0, 1): what a simulation draws, seeded.</summary>
    public int Tokens(double uniform)
    {
        double kept = 1;
        for (var draft = 0; draft < _rates.Length; draft++)
        {
            kept *= _rates[draft];
            if (uniform >= kept)
            {
                return draft + 1;
            }
        }

        return _rates.Length + 1;
    }

    /// <summary>The draft model: one layer like the model's last, with the vocabulary projection that it shares.</summary>
    public static ModelSpec DraftOf(ModelSpec model) => model with { LayerGroups = [model.LayerGroups[^1] with { Count = 1 }] };

    /// <summary>The model as memory sees it: its draft layer beside its own, with the projection that joins hidden state and embedding.</summary>
    public static ModelSpec WithDraftLayer(ModelSpec model) => model with
    {
        LayerGroups = [.. model.LayerGroups, model.LayerGroups[^1] with { Count = 1 }],
        UnpricedWeightBytes = model.UnpricedWeightBytes + (4.0 * model.HiddenSize * model.HiddenSize),
    };
}
