using Plimsoll.Model.Steps;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Tests.Engines;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.Simulation;

/// <summary>
/// One mixed-step worker written down as plainly as possible: lists of sequences, touched one by one in every step, every block counted where it
/// is taken. Slow and obviously right; the simulation must agree with it to the last bit of rounding.
/// </summary>
internal sealed class ReferenceEngine(SyntheticEngine engine, EnginePolicy policy, long blocks)
{
    private readonly List<Life> _arriving = [];
    private readonly List<Life> _waiting = [];
    private readonly List<Life> _running = [];
    private readonly List<Life> _held = [];
    private long _free = blocks;

    /// <summary>Serves requests that are sent at stated times; returns them in the order of sending.</summary>
    public IReadOnlyList<Life> Serve(IReadOnlyList<(double SentMs, RequestShape Shape)> requests)
    {
        var all = requests.Select((r, id) => new Life { Id = id, SentMs = r.SentMs, Isl = r.Shape.Isl, Osl = r.Shape.Osl, Target = r.Shape.Isl }).ToList();
        _arriving.AddRange(all);
        double nowMs = 0, hostMs = 0;
        List<(Life Sequence, int Tokens)>? step = null;
        while (all.Exists(life => life.Tokens < life.Osl))
        {
            if (step is null)
            {
                nowMs = _waiting.Count + _running.Count > 0 ? nowMs : Math.Max(nowMs, _arriving.Min(life => life.SentMs));
                (step, var launchedMs) = Plan(nowMs, nowMs);
                (nowMs, hostMs) = (End(step!, nowMs, launchedMs), Math.Max(nowMs, launchedMs));
                continue;
            }

            var done = step;
            Advance(done);
            step = null;
            var outMs = nowMs;
            if (policy.AsyncScheduling)
            {
                (step, var launchedMs) = Plan(hostMs, hostMs);
                if (step is not null)
                {
                    outMs = Math.Max(nowMs, launchedMs);
                    (nowMs, hostMs) = (End(step, nowMs, launchedMs), Math.Max(nowMs, launchedMs));
                }
            }

            Emit(done, outMs);
        }

        return all;
    }

    private double End(List<(Life, int)> step, double nowMs, double launchedMs) => Math.Max(nowMs + engine.StepMs(Shape(step)), launchedMs);

    private (List<(Life Sequence, int Tokens)>? Step, double LaunchedMs) Plan(double knownMs, double hostMs)
    {
        _waiting.AddRange(_arriving.Where(life => life.SentMs <= knownMs));
        _arriving.RemoveAll(life => life.SentMs <= knownMs);
        var step = new List<(Life Sequence, int Tokens)>();
        var evicted = false;
        for (var i = 0; i < _running.Count; i++)
        {
            var life = _running[i];
            if (!life.Decodes)
            {
                continue;
            }

            while (_running.Contains(life) && !Hold(life, life.Cached + 1))
            {
                evicted = true;
                Evict();
            }

            if (_running.Contains(life))
            {
                step.Add((life, 0));
            }
        }

        var budget = policy.MaxBatchedTokens - step.Count;
        foreach (var life in _running.Where(life => !life.Decodes && life.Cached < life.Target))
        {
            Take(life);
        }

        while (!evicted && budget > 0 && _waiting.Count > 0 && _running.Count + _held.Count < Math.Min(policy.MaxSequences, policy.MaxBatchedTokens))
        {
            var life = _waiting[0];
            if (!Hold(life, policy.KvAdmission == KvAdmission.WholeSequence ? life.Isl + life.Osl : life.Target))
            {
                break;
            }

            _waiting.RemoveAt(0);
            _running.Add(life);
            Take(life);
        }

        var replays = policy.ReplaysGraph(step.Sum(part => part.Tokens), step.Count(part => part.Tokens == 0));
        return step.Count == 0 ? (null, 0) : (step, hostMs + (replays ? 0 : engine.Times(Shape(step)).LaunchMs));

        void Take(Life life)
        {
            var tokens = Math.Min(life.Target - life.Cached, budget);
            tokens = policy.LongPrefillTokenThreshold > 0 ? Math.Min(tokens, policy.LongPrefillTokenThreshold) : tokens;
            if (tokens > 0)
            {
                budget -= tokens;
                step.Add((life, tokens));
            }
        }
    }

    private void Advance(List<(Life Sequence, int Tokens)> step)
    {
        foreach (var (life, tokens) in step)
        {
            life.Cached += Math.Max(1, tokens);
            if (life.Cached < life.Target)
            {
                continue;
            }

            life.Decodes = true;
            life.Tokens++;
            if (life.Tokens == life.Osl)
            {
                _running.Remove(life);
                _held.Add(life);
            }
        }
    }

    private void Emit(List<(Life Sequence, int Tokens)> step, double outMs)
    {
        foreach (var (life, _) in step.Where(part => part.Sequence.Tokens > 0))
        {
            life.FirstTokenMs ??= outMs;
            if (life.Tokens == life.Osl)
            {
                life.LastTokenMs = outMs;
            }
        }

        foreach (var life in _held)
        {
            _free += life.Blocks;
        }

        _held.Clear();
    }

    private void Evict()
    {
        var life = _running[^1];
        _running.RemoveAt(_running.Count - 1);
        _waiting.Insert(0, life);
        _free += life.Blocks;
        life.Blocks = 0;
        life.Cached = 0;
        life.Decodes = false;
        life.Target = life.Isl + life.Tokens;
        life.Preemptions++;
    }

    private bool Hold(Life life, int tokens)
    {
        var needed = ((tokens + policy.KvBlockTokens - 1) / policy.KvBlockTokens) - life.Blocks;
        if (needed > _free)
        {
            return false;
        }

        _free -= Math.Max(0, needed);
        life.Blocks += Math.Max(0, needed);
        return true;
    }

    private static BatchShape Shape(List<(Life Sequence, int Tokens)> step)
    {
        var chunks = step.Where(part => part.Tokens > 0)
            .Select(part => new PrefillChunk(part.Tokens, part.Sequence.Cached, 1, part.Sequence.Cached + part.Tokens == part.Sequence.Target));
        var rows = step.Where(part => part.Tokens == 0).ToList();
        return new BatchShape(chunks.ToArray(), rows.Count, rows.Sum(part => part.Sequence.Cached + 1L));
    }

    /// <summary>One request and what became of it.</summary>
    public sealed class Life
    {
        public required int Id { get; init; }

        public required double SentMs { get; init; }

        public required int Isl { get; init; }

        public required int Osl { get; init; }

        public int Target { get; set; }

        public int Cached { get; set; }

        public int Tokens { get; set; }

        public long Blocks { get; set; }

        public bool Decodes { get; set; }

        public int Preemptions { get; set; }

        public double? FirstTokenMs { get; set; }

        public double LastTokenMs { get; set; }
    }
}
