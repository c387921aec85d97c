using Plimsoll.Model.Steps;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.SteadyStates;

/// <summary>Prices the steps of one worker under requests of one shape. Reuses its chunk buffer: one instance per thread, no allocation per price.</summary>
internal sealed class PromptPricer(IStepPricer steps, RequestShape request)
{
    private readonly PrefillChunk[] _chunks = new PrefillChunk[2];

    public int NewTokens => request.NewPromptTokens;

    /// <summary>A step in which <paramref name="rows"/> sequences decode.</summary>
    public double Decode(int rows) => rows == 0 ? 0 : Price(0, rows);

    /// <summary>A step with whole prompts; a fractional number lies between its neighbours, at most <paramref name="most"/>, where the last prompt is cut.</summary>
    public double Prompts(double prompts, double most, int rows)
    {
        prompts = Math.Min(prompts, most);
        var low = Math.Floor(prompts);
        var high = Math.Min(low + 1, most);
        var share = high > low ? (prompts - low) / (high - low) : 0;
        var lowMs = WholePrompts((int)low, 0, rows);
        return share <= 0 ? lowMs : lowMs + (share * (UpTo(high, rows) - lowMs));
    }

    /// <summary>A step with <paramref name="prompts"/> prompts, the fraction of the last one being a chunk of it.</summary>
    public double UpTo(double prompts, int rows)
    {
        var whole = Math.Floor(prompts);
        return WholePrompts((int)whole, (int)Math.Round((prompts - whole) * NewTokens), rows);
    }

    /// <summary>All steps of one prompt that has the budget for itself: chunk j has prefix + j·budget tokens cached.</summary>
    public double ChunkSeries(int budget, int rows, out int count)
    {
        count = 0;
        var sum = 0.0;
        for (var done = 0; done < NewTokens; count++)
        {
            var now = Math.Min(budget, NewTokens - done);
            _chunks[0] = new PrefillChunk(now, request.Prefix + done, 1, done + now == NewTokens);
            sum += Price(1, rows);
            done += now;
        }

        return sum;
    }

    /// <summary>A step whose whole budget is a chunk from the middle of a prompt: the mean step of a worker that only ever has prompts waiting.</summary>
    public double FullChunk(int budget, int rows)
    {
        _chunks[0] = new PrefillChunk(budget, request.Prefix + ((NewTokens - budget) / 2), 1, false);
        return Price(1, rows);
    }

    private double WholePrompts(int whole, int part, int rows)
    {
        var count = 0;
        if (whole > 0)
        {
            _chunks[count++] = new PrefillChunk(NewTokens, request.Prefix, whole);
        }

        if (part > 0)
        {
            _chunks[count++] = new PrefillChunk(part, request.Prefix, 1, false);
        }

        return count + rows == 0 ? 0 : Price(count, rows);
    }

    private double Price(int chunks, int rows) =>
        steps.StepMs(new BatchShape(_chunks.AsMemory(0, chunks), rows, (long)Math.Round(rows * request.MeanDecodeKvTokens)));
}
