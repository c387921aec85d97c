using System.Text.Json;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Serving.Traces;

/// <summary>
/// Writes a run as Chrome trace events, which Perfetto (ui.perfetto.dev) and chrome://tracing open: one process per worker with its steps
/// and counters (running, waiting, KV use), one with the requests as asynchronous spans (queued, prefill, decode), one with the KV transfers.
/// </summary>
/// <remarks>
/// Streams: only requests in flight are remembered. Times of the format are µs; they are written to the nanosecond.
/// Disposing completes the document; the stream stays open.
/// </remarks>
public sealed class ChromeTraceObserver : SimulationObserver, IDisposable
{
    private readonly WorkerNames _workers;
    private readonly TraceEventStream _events;
    private readonly Dictionary<long, RequestPhases> _inFlight = [];
    private readonly WorkerCounters[] _counters;

    /// <summary>Starts a trace.</summary>
    /// <param name="output">Takes the document.</param>
    /// <param name="workers">The workers that are watched.</param>
    public ChromeTraceObserver(Stream output, WorkerNames workers)
    {
        _workers = workers;
        _events = new TraceEventStream(output);
        _counters = new WorkerCounters[workers.Count];
        Array.Fill(_counters, WorkerCounters.Unknown);
        for (var worker = 0; worker < workers.Count; worker++)
        {
            _events.NameProcess(ProcessOf(worker), workers.Of(worker), worker);
            _events.NameThread(ProcessOf(worker), "steps");
        }

        _events.NameProcess(RequestProcess, "requests", workers.Count);
        _events.NameProcess(TransferProcess, "KV transfers", workers.Count + 1);
    }

    private int RequestProcess => _workers.Count + 1;

    private int TransferProcess => _workers.Count + 2;

    /// <inheritdoc/>
    public override void RequestQueued(long id, int worker, double nowMs)
    {
        if (!_inFlight.ContainsKey(id))
        {
            _inFlight.Add(id, new RequestPhases(nowMs, double.NaN));
        }
    }

    /// <inheritdoc/>
    public override void RequestStarted(long id, int worker, double nowMs)
    {
        if (_inFlight.TryGetValue(id, out var phases) && double.IsNaN(phases.StartedMs))
        {
            _inFlight[id] = phases with { StartedMs = nowMs };
        }
    }

    /// <inheritdoc/>
    public override void RequestPreempted(long id, int worker, double nowMs) =>
        _events.Write('n', "preempted", RequestProcess, nowMs, e =>
        {
            e.WriteString("cat"u8, "request"u8);
            e.WriteNumber("id"u8, id);
        });

    /// <inheritdoc/>
    public override void KvTransferred(long id, int fromWorker, int toWorker, double startMs, double endMs, double bytes)
    {
        Begin("KV transfer", "kv", TransferProcess, id, startMs, args =>
        {
            args.WriteString("from"u8, _workers.Of(fromWorker));
            args.WriteString("to"u8, _workers.Of(toWorker));
            args.WriteNumber("bytes"u8, bytes);
        });
        End("KV transfer", "kv", TransferProcess, id, endMs);
    }

    /// <inheritdoc/>
    public override void RequestFinished(in RequestOutcome outcome)
    {
        var (id, request) = (outcome.Id, outcome);
        Begin("request", "request", RequestProcess, id, outcome.SentMs, args =>
        {
            args.WriteNumber("isl"u8, request.Isl);
            args.WriteNumber("osl"u8, request.Osl);
            args.WriteNumber("cached_tokens"u8, request.CachedTokens);
            args.WriteNumber("ttft_ms"u8, Rounded(request.TtftMs));
            args.WriteNumber("tpot_ms"u8, Rounded(request.TpotMs));
            args.WriteNumber("preemptions"u8, request.Preemptions);
            args.WriteString("worker"u8, _workers.Of(request.Worker));
        });
        if (_inFlight.Remove(id, out var phases) && !double.IsNaN(phases.StartedMs))
        {
            Phase("queued", id, phases.QueuedMs, phases.StartedMs);
            Phase("prefill", id, phases.StartedMs, outcome.FirstTokenMs);
            Phase("decode", id, outcome.FirstTokenMs, outcome.LastTokenMs);
        }

        End("request", "request", RequestProcess, id, outcome.LastTokenMs);
    }

    /// <inheritdoc/>
    public override void StepFinished(in StepOutcome step)
    {
        var (process, taken) = (ProcessOf(step.Worker), step);
        var name = (step.PrefillTokens > 0, step.DecodeRows > 0) switch
        {
            (true, true) => "mixed",
            (true, false) => "prefill",
            (false, true) => "decode",
            _ => "idle",
        };
        _events.Write('X', name, process, step.StartMs, e =>
        {
            e.WriteNumber("tid"u8, 1);
            e.WriteString("cat"u8, "step"u8);
            e.WriteNumber("dur"u8, TraceEventStream.Microseconds(taken.DurationMs));
            e.WriteStartObject("args"u8);
            e.WriteNumber("prefill_tokens"u8, taken.PrefillTokens);
            e.WriteNumber("decode_rows"u8, taken.DecodeRows);
            e.WriteEndObject();
        });
        Count(step, process);
    }

    /// <summary>Completes the document and hands it to the stream.</summary>
    public void Dispose() => _events.Dispose();

    private static int ProcessOf(int worker) => worker + 1;

    private static double Rounded(double ms) => Math.Round(ms, 6);

    /// <summary>Counters hold until they are written again, so only changes are written.</summary>
    private void Count(in StepOutcome step, int process)
    {
        ref var counters = ref _counters[step.Worker];
        var now = new WorkerCounters(step.Running, step.Waiting, Math.Round(step.KvUse * 100, 2));
        if (now.Running != counters.Running || now.Waiting != counters.Waiting)
        {
            _events.Write('C', "requests", process, step.StartMs, e =>
            {
                e.WriteStartObject("args"u8);
                e.WriteNumber("running"u8, now.Running);
                e.WriteNumber("waiting"u8, now.Waiting);
                e.WriteEndObject();
            });
        }

        if (now.KvPercent != counters.KvPercent)
        {
            _events.Write('C', "KV use %", process, step.StartMs, e =>
            {
                e.WriteStartObject("args"u8);
                e.WriteNumber("held"u8, now.KvPercent);
                e.WriteEndObject();
            });
        }

        counters = now;
    }

    /// <summary>A part of a request, between its begin and its end; parts of no length are left out.</summary>
    private void Phase(string name, long id, double startMs, double endMs)
    {
        if (endMs > startMs)
        {
            Begin(name, "request", RequestProcess, id, startMs);
            End(name, "request", RequestProcess, id, endMs);
        }
    }

    private void Begin(string name, string category, int process, long id, double atMs, Action<Utf8JsonWriter>? args = null) =>
        _events.Write('b', name, process, atMs, e =>
        {
            e.WriteString("cat"u8, category);
            e.WriteNumber("id"u8, id);
            if (args is not null)
            {
                e.WriteStartObject("args"u8);
                args(e);
                e.WriteEndObject();
            }
        });

    private void End(string name, string category, int process, long id, double atMs) =>
        _events.Write('e', name, process, atMs, e =>
        {
            e.WriteString("cat"u8, category);
            e.WriteNumber("id"u8, id);
        });

    private readonly record struct RequestPhases(double QueuedMs, double StartedMs);

    private readonly record struct WorkerCounters(int Running, int Waiting, double KvPercent)
    {
        public static WorkerCounters Unknown { get; } = new(-1, -1, -1);
    }
}
