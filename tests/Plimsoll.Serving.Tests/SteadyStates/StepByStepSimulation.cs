using Plimsoll.Model.Steps;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Tests.SteadyStates;

/// <summary>
/// A plain simulation of one batch slot, step by step, with clients that send a new request as soon as the last one is answered: what the
/// closed form must agree with. Lengths vary by a fifth around the nominal ones, so that the clients don't march in step.
/// </summary>
internal sealed class StepByStepSimulation(IStepPricer pricer, StepComposition composition, int budget, int sequences, double pathMs, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Sequence> _arriving = [];
    private readonly List<Sequence> _waiting = [];
    private readonly List<Sequence> _running = [];
    private double _now;

    public (double TtftMs, double TpotMs, double PerMs) Run(RequestShape request, int clients, int measured)
    {
        for (var i = 0; i < clients; i++)
        {
            _arriving.Add(Next(request, _random.NextDouble() * 1000));
        }

        double ttft = 0, decode = 0, tokens = 0, started = 0;
        var warmup = Math.Max(3 * clients, measured / 3);
        var done = 0;
        while (done < warmup + measured)
        {
            Step();
            for (var i = _running.Count - 1; i >= 0; i--)
            {
                var sequence = _running[i];
                if (sequence.Emitted < sequence.Osl)
                {
                    continue;
                }

                _running.RemoveAt(i);
                _arriving.Add(Next(request, _now));
                done++;
                if (done == warmup)
                {
                    started = _now;
                }
                else if (done > warmup)
                {
                    ttft += sequence.FirstTokenAt - sequence.SentAt;
                    decode += _now - sequence.FirstTokenAt;
                    tokens += sequence.Osl - 1;
                }
            }
        }

        return (ttft / measured, tokens == 0 ? 0 : decode / tokens, measured / (_now - started));
    }

    private Sequence Next(RequestShape request, double sentAt)
    {
        var isl = Vary(request.NewPromptTokens);
        return new Sequence { SentAt = sentAt, ArrivesAt = sentAt + pathMs, Prefix = request.Prefix, ToPrefill = isl, Cached = request.Prefix, Osl = Math.Max(1, Vary(request.Osl)) };
    }

    private int Vary(int nominal) => (int)Math.Round(nominal * (0.8 + (0.4 * _random.NextDouble())));

    private void Step()
    {
        Admit();
        if (_running.Count == 0)
        {
            _now = _arriving.Min(s => s.ArrivesAt);
            return;
        }

        var decoding = _running.Where(s => s.ToPrefill == 0).ToList();
        var prompts = _running.Where(s => s.ToPrefill > 0).ToList();
        if (composition == StepComposition.PrefillFirst && prompts.Count > 0)
        {
            decoding.Clear();
        }

        var left = budget - decoding.Count;
        var chunks = new List<PrefillChunk>();
        var advanced = new List<(Sequence Sequence, int Tokens)>();
        foreach (var sequence in prompts)
        {
            var now = Math.Min(left, sequence.ToPrefill);
            if (now <= 0)
            {
                break;
            }

            chunks.Add(new PrefillChunk(now, sequence.Cached, 1, now == sequence.ToPrefill));
            advanced.Add((sequence, now));
            left -= now;
        }

        _now += pricer.StepMs(new BatchShape(chunks.ToArray(), decoding.Count, decoding.Sum(s => (long)s.Cached + 1)));
        foreach (var sequence in decoding)
        {
            sequence.Cached++;
            sequence.Emitted++;
        }

        foreach (var (sequence, tokens) in advanced)
        {
            sequence.ToPrefill -= tokens;
            sequence.Cached += tokens;
            if (sequence.ToPrefill == 0)
            {
                sequence.Emitted = 1;
                sequence.FirstTokenAt = _now;
            }
        }
    }

    private void Admit()
    {
        foreach (var sequence in _arriving.Where(s => s.ArrivesAt <= _now).OrderBy(s => s.ArrivesAt).ToList())
        {
            _arriving.Remove(sequence);
            _waiting.Add(sequence);
        }

        while (_waiting.Count > 0 && _running.Count < sequences)
        {
            _running.Add(_waiting[0]);
            _waiting.RemoveAt(0);
        }
    }

    private sealed class Sequence
    {
        public double SentAt;
        public double ArrivesAt;
        public double FirstTokenAt;
        public int Prefix;
        public int ToPrefill;
        public int Cached;
        public int Osl;
        public int Emitted;
    }
}
