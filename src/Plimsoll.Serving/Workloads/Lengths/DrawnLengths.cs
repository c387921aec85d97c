using Plimsoll.Model.Validation;
using Plimsoll.Serving.Numerics;

namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>
/// Prompt and answer lengths drawn independently from two distributions, within what the engine can serve: pairs whose sum exceeds the
/// limit, or whose prompt is no longer than its prefix, are drawn again.
/// </summary>
public sealed class DrawnLengths : IRequestLengths
{
    private const int MostDraws = 10_000;
    private readonly LengthDistribution _isl;
    private readonly LengthDistribution _osl;
    private readonly ulong _seed;
    private readonly int _prefix;
    private readonly int _common;
    private readonly int _limit;

    /// <summary>Lengths by distributions.</summary>
    /// <param name="isl">Prompts.</param>
    /// <param name="osl">Answers.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="prefix">Prompt tokens that every request has in the KV cache already; prompts are longer.</param>
    /// <param name="sharedPrefix">Prompt tokens that are the same text in every request; prompts are longer.</param>
    /// <param name="sequenceTokens">Longest prompt and answer together.</param>
    /// <exception cref="InvalidInputException">No draw, or hardly any, would be accepted; paths are <c>isl</c> and <c>osl</c>.</exception>
    public DrawnLengths(LengthDistribution isl, LengthDistribution osl, ulong seed, int prefix = 0, int sharedPrefix = 0, int sequenceTokens = int.MaxValue)
    {
        (_isl, _osl, _seed, _prefix, _common, _limit) = (isl, osl, seed, prefix, Math.Max(prefix, sharedPrefix), sequenceTokens);
        Check();
    }

    /// <inheritdoc/>
    public RequestShape At(long index)
    {
        var random = new RandomSequence(_seed, RandomStream.Lengths, index);
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var isl = _isl.Draw(ref random);
            var osl = _osl.Draw(ref random);
            if (isl > _common && (long)isl + osl <= _limit)
            {
                return new RequestShape(isl, osl, _prefix);
            }
        }

        throw new InvalidInputException("isl", $"of {MostDraws} draws from {_isl} and {_osl} none has a prompt above {_common} tokens and at most {_limit} tokens together");
    }

    // What is bounded must fit at its worst: nobody asks for uniform:1..9000 and means something else.
    private void Check()
    {
        var errors = new List<ValidationError>();
        if (_isl is FixedLength or UniformLength && _isl.Shortest <= _common)
        {
            errors.Add(new ValidationError("isl", $"a prompt of {_isl.Shortest} tokens is not longer than the prefix of {_common}"));
        }

        var longest = (long)(_isl.Longest ?? _isl.Shortest) + (_osl.Longest ?? _osl.Shortest);
        if (longest > _limit)
        {
            errors.Add(new ValidationError("isl", $"a prompt of {_isl} and an answer of {_osl} tokens can exceed the longest sequence that is served, {_limit}"));
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }

        At(0);
    }
}
