using System.Globalization;
using Plimsoll.Cli.Arguments;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;
using Plimsoll.Serving.Statistics;
using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;
using Plimsoll.Serving.Workloads.Traces;

namespace Plimsoll.Cli.Simulating;

/// <summary>Reads the load: protocol, lengths, conversations, targets. Problems go to <see cref="GivenFlags.Errors"/>.</summary>
/// <param name="given">The flags.</param>
/// <param name="before">The question of the plan that is simulated, or null.</param>
/// <param name="sequenceTokens">Longest sequence that the engine serves.</param>
internal sealed class LoadReading(GivenFlags given, PlanRequest? before, int sequenceTokens)
{
    private const long MostRequests = 1_000_000_000;
    private const int MostTurns = 10_000;
    private const double LongestThinkMs = 1e9;
    private static readonly Flag[] OwnedByTraces =
        [SimulateFlags.Isl, SimulateFlags.Osl, SimulateFlags.LengthRange, SimulateFlags.Lengths, SimulateFlags.SharedPrefix, SimulateFlags.Turns, SimulateFlags.ThinkTime];

    private readonly TraceOptions _trace = new(sequenceTokens, given.Integer(SimulateFlags.BlockTokens) ?? 512);

    /// <summary>Prompts in words; null where the protocol brings its own lengths.</summary>
    public string? Isl { get; private set; }

    /// <summary>Answers in words; null where the protocol brings its own lengths.</summary>
    public string? Osl { get; private set; }

    /// <summary>The nominal lengths, for everything that wants a number; 0 where the protocol brings its own.</summary>
    public (int Isl, int Osl) Nominal { get; private set; }

    /// <summary>What a file left out or estimated.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The protocol; null with problems added.</summary>
    public Protocol? Protocol()
    {
        if (_trace.BlockTokens < 1)
        {
            given.Refuse(SimulateFlags.BlockTokens, $"{_trace.BlockTokens} is not 1 or more");
        }

        if (given.Value(SimulateFlags.Protocol) is not { } value)
        {
            given.Refuse(SimulateFlags.Protocol, "is required", $"one of {string.Join(", ", ProtocolText.Forms)}");
            return null;
        }

        var protocol = ProtocolText.Parse(value.Text, value.Path, _trace, given.Errors);
        if (protocol is TraceReplay replay)
        {
            Notes.AddRange(replay.Trace.Notes);
            foreach (var flag in OwnedByTraces.Where(given.Switch))
            {
                given.Refuse(flag, "has no effect: the trace says what is sent", "leave it out");
            }
        }
        else if (!given.Switch(SimulateFlags.Lengths) && given.Switch(SimulateFlags.BlockTokens))
        {
            given.Refuse(SimulateFlags.BlockTokens, "has no effect without a trace", "leave it out");
        }

        return protocol;
    }

    /// <summary>What goodput counts against.</summary>
    public LatencyTargetSet Targets()
    {
        var targets = new LatencyTargetSet(Milliseconds(SimulateFlags.Ttft), Milliseconds(SimulateFlags.Tpot), Milliseconds(SimulateFlags.RequestLatency));
        return targets.HasAny || before is null ? targets : new LatencyTargetSet(before.TtftMs, before.TpotMs, before.RequestLatencyMs);
    }

    /// <summary>What is sent; null with problems added.</summary>
    /// <param name="protocol">When it is sent; null when that could not be read.</param>
    /// <param name="prefix">Prompt tokens that are stated to be cached.</param>
    public RequestPlan? Requests(Protocol? protocol, int prefix)
    {
        var turns = Whole(SimulateFlags.Turns, 1, MostTurns) ?? 1;
        var thinkMs = given.Value(SimulateFlags.ThinkTime)?.Number(given.Errors) ?? 0;
        if (thinkMs is < 0 or > LongestThinkMs)
        {
            given.Refuse(SimulateFlags.ThinkTime, $"{Exact(thinkMs)} is not between 0 and {LongestThinkMs}");
        }

        if (turns == 1 && given.Switch(SimulateFlags.ThinkTime))
        {
            given.Refuse(SimulateFlags.ThinkTime, "has no effect without --turns", "leave it out");
        }

        if (turns > 1 && protocol is SteadyLoop)
        {
            given.Refuse(SimulateFlags.Turns, "conversations have no known middle to start a steady load from", "use closed:CLIENTS with more requests");
        }

        var shared = Whole(SimulateFlags.SharedPrefix, 0, sequenceTokens) ?? 0;
        if (prefix > 0 && (shared > 0 || turns > 1))
        {
            given.Errors.Add(new ValidationError("--prefix", "states what is cached, where --shared-prefix and --turns let the simulated cache find it", "give either"));
        }

        var seed = Seed();
        var requests = Count(protocol);
        var lengths = protocol is TraceReplay ? new SampledLengths([new RequestShape(1, 1)], 0) : Lengths(seed, prefix, shared);
        return lengths is null ? null : new RequestPlan
        {
            Lengths = lengths,
            Requests = requests,
            Seed = seed,
            SharedPrefix = shared,
            Conversation = new ConversationPlan(turns, thinkMs),
            SequenceTokens = sequenceTokens,
        };
    }

    private IRequestLengths? Lengths(ulong seed, int prefix, int shared)
    {
        try
        {
            return given.Value(SimulateFlags.Lengths) is { } file ? Sampled(file.Text, seed, Math.Max(prefix, shared)) : Drawn(seed, prefix, shared);
        }
        catch (InvalidInputException refused)
        {
            given.Errors.AddRange(refused.Errors.Select(error => error.Path is "isl" or "osl" ? error with { Path = "--" + error.Path } : error));
            return null;
        }
    }

    private SampledLengths Sampled(string file, ulong seed, int prefix)
    {
        foreach (var flag in (Flag[])[SimulateFlags.Isl, SimulateFlags.Osl, SimulateFlags.LengthRange])
        {
            if (given.Switch(flag))
            {
                given.Refuse(flag, "has no effect: --lengths gives the lengths", "leave it out");
            }
        }

        var trace = TraceFile.Open(file, _trace with { LengthsOnly = true });
        var pairs = trace.Lengths();
        Notes.AddRange(trace.Notes);
        if (pairs.FirstOrDefault(pair => pair.Isl <= prefix) is { Isl: > 0 } shorter)
        {
            throw new InvalidInputException(file, $"a prompt of {shorter.Isl} tokens is not longer than the prefix of {prefix}");
        }

        Isl = Osl = $"of {Path.GetFileName(file)}";
        Nominal = ((int)pairs.Average(pair => (double)pair.Isl), (int)pairs.Average(pair => (double)pair.Osl));
        return new SampledLengths(prefix == 0 ? pairs : [.. pairs.Select(pair => pair with { Prefix = prefix })], seed);
    }

    private DrawnLengths? Drawn(ulong seed, int prefix, int shared)
    {
        var isl = Distribution(SimulateFlags.Isl, before?.Isl ?? 4000);
        var osl = Distribution(SimulateFlags.Osl, before?.Osl ?? 1000);
        if (given.Value(SimulateFlags.LengthRange)?.Number(given.Errors) is { } share)
        {
            if (share is not (> 0 and <= 1))
            {
                given.Refuse(SimulateFlags.LengthRange, $"{Exact(share)} is not a share above 0 and up to 1");
                return null;
            }

            (isl, osl) = (Ranged(SimulateFlags.Isl, isl, share), Ranged(SimulateFlags.Osl, osl, share));
        }

        if (isl is null || osl is null)
        {
            return null;
        }

        (Isl, Osl) = (isl.ToString(), osl.ToString());
        Nominal = ((int)Math.Max(1, Math.Round(isl.Mean)), (int)Math.Max(1, Math.Round(osl.Mean)));
        var drawn = new DrawnLengths(isl, osl, seed, prefix, shared, sequenceTokens);
        if (isl.Longest is null || osl.Longest is null)
        {
            Notes.Add($"requests of more than {sequenceTokens} tokens, the longest sequence that is served, are drawn again");
        }

        return drawn;
    }

    private LengthDistribution? Distribution(Flag flag, int otherwise) =>
        given.Value(flag) is { } value ? LengthText.Parse(value.Text, value.Path, given.Errors) : new FixedLength(otherwise);

    private UniformLength? Ranged(Flag flag, LengthDistribution? length, double share)
    {
        if (length is FixedLength { Tokens: var nominal })
        {
            return UniformLength.Below(nominal, share);
        }

        if (length is not null)
        {
            given.Refuse(flag, $"'{length}' has a spread of its own, besides --length-range", "give either");
        }

        return null;
    }

    private long? Count(Protocol? protocol)
    {
        if (given.Value(SimulateFlags.Requests) is not { } value)
        {
            return null;
        }

        if (!long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) || requests is < 1 or > MostRequests)
        {
            given.Refuse(SimulateFlags.Requests, $"'{value.Text}' is no whole number from 1 to {MostRequests}");
        }
        else if (protocol is TraceReplay replay && requests > replay.Trace.Requests)
        {
            given.Refuse(SimulateFlags.Requests, $"{requests} are more than the {replay.Trace.Requests} of the trace", "leave it out to replay all");
        }

        return requests;
    }

    private ulong Seed()
    {
        if (given.Value(SimulateFlags.Seed) is not { } value)
        {
            return 0;
        }

        if (!ulong.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            given.Refuse(SimulateFlags.Seed, $"'{value.Text}' is no whole number from 0 on");
        }

        return seed;
    }

    private int? Whole(Flag flag, int least, int most)
    {
        var number = given.Integer(flag);
        if (number < least || number > most)
        {
            given.Refuse(flag, $"{number} is not between {least} and {most}");
            return null;
        }

        return number;
    }

    private double? Milliseconds(Flag flag)
    {
        var number = given.Value(flag)?.Number(given.Errors);
        if (number <= 0)
        {
            given.Refuse(flag, $"{Exact(number.Value)} is not a number above 0");
        }

        return number;
    }

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
