using System.Globalization;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Composition;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;

namespace Plimsoll.Cli.Questions;

/// <summary>Reads a planning question from a file and from flags; a flag wins over the file.</summary>
internal sealed class PlanQuestion
{
    private readonly Dictionary<string, GivenValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly GivenFlags _given;

    private PlanQuestion(GivenFlags given) => _given = given;

    /// <summary>The question as far as it could be read; a verb that asks part of it by other flags completes it.</summary>
    public PlanDraft Draft { get; set; } = new();

    /// <summary>Reads the file, if any, and the flags; problems go to <see cref="GivenFlags.Errors"/>.</summary>
    public static PlanQuestion Read(GivenFlags given, string? file)
    {
        var question = new PlanQuestion(given);
        if (file is not null)
        {
            PlanFile.Read(file, given.Errors, question._values);
        }

        question.ReadKeys(PlanKeys.All);
        return question;
    }

    /// <summary>Reads some keys from flags, and where no flag gives one, from a question that was answered before.</summary>
    /// <param name="given">The flags; they win.</param>
    /// <param name="keys">The keys that the verb has flags for.</param>
    /// <param name="before">The question before, or null.</param>
    /// <param name="place">Where that one stands, for errors.</param>
    public static PlanQuestion Read(GivenFlags given, IReadOnlyList<PlanKey> keys, PlanRequest? before, string place)
    {
        var question = new PlanQuestion(given);
        foreach (var key in keys)
        {
            if (before is not null && key.Write(before) is { } value)
            {
                question._values.Add(key.Name, new GivenValue(Convert.ToString(value, CultureInfo.InvariantCulture)!, $"{place}: {key.Name}"));
            }
        }

        question.ReadKeys(keys);
        return question;
    }

    private void ReadKeys(IReadOnlyList<PlanKey> keys)
    {
        foreach (var key in keys)
        {
            var fromFlag = key.Switch is null ? _given.Value(key.Flag) : _given.Switch(key.Flag) ? new GivenValue(key.Switch, key.Flag.Name) : null;
            if (fromFlag is not null)
            {
                _values[key.Name] = fromFlag;
            }

            if (_values.TryGetValue(key.Name, out var value))
            {
                var problems = _given.Errors.Count;
                Draft = key.Read(Draft, value, _given.Errors);
                if (_given.Errors.Count > problems)
                {
                    _unreadable.Add(key.Name);
                }
            }
        }
    }

    /// <summary>
    /// The validated request. Everything wrong with it is reported together: with the values alone, between them, and with the names
    /// in it, which the caller has looked up.
    /// </summary>
    /// <exception cref="InvalidInputException">With every problem, each at the place where the value was given.</exception>
    /// <exception cref="MissingDataException">Nothing is wrong but that something cannot be had.</exception>
    public PlanRequest Freeze(NameProblems names)
    {
        PlanRequest? request = null;
        try
        {
            request = Draft.Freeze();
        }
        catch (InvalidInputException refused)
        {
            // A value that could not be read was reported where it stands; that it is missing now is no second problem.
            _given.Errors.AddRange(refused.Errors.Where(e => !_unreadable.Contains(e.Path)).Select(Placed));
        }

        _given.Errors.AddRange(names.Invalid.Select(Placed));
        if (_given.Errors.Count > 0)
        {
            throw new InvalidInputException([.. _given.Errors, .. names.Missing.Select(Placed)]);
        }

        return names.Missing.Count == 0 ? request! : throw new MissingDataException([.. names.Missing.Select(Placed)]);
    }

    /// <summary>The same problem, shown where the value was given.</summary>
    public InvalidInputException Placed(InvalidInputException refused) => new([.. refused.Errors.Select(Placed)]);

    private ValidationError Placed(ValidationError error)
    {
        if (_values.TryGetValue(error.Path, out var value))
        {
            return error with { Path = value.Path };
        }

        return PlanKeys.All.FirstOrDefault(key => key.Name == error.Path) is { } key ? error with { Path = key.Flag.Name } : error;
    }
}
