using System.Security.Cryptography;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Exports;
using Plimsoll.Load.Metrics;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Records;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Timing;
using Plimsoll.Load.Tokenizing;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Benching;

/// <summary>Carries out a benchmark: prepares everything, warms up, measures, writes the files.</summary>
internal sealed class BenchRun(BenchQuestion question, ITokenizer? tokenizer, TimeProvider time, TextWriter log)
{
    /// <summary>Runs to the end, or to an interrupt; what was finished is kept.</summary>
    /// <exception cref="InvalidInputException">The folder holds another run, or the prompts cannot be made.</exception>
    public BenchReport Run(string version, CancellationToken interrupt)
    {
        var folder = new ArtifactFolder(question.ArtifactDir);
        if (folder.HoldsRun && !question.Replace)
        {
            throw new InvalidInputException(BenchFlags.ArtifactDir.Name, $"'{question.ArtifactDir}' already holds a run", "choose another folder, or say --replace");
        }

        var requests = new RequestFactory(question.Target, Maker(), question.Input, question.Output, question.Extra).Make(question.Entries, question.Seed);
        Rehearsal.Run(question.Target, time);
        var clock = new RunClock(time);
        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        using var records = folder.Begin(requests, clock, id);
        var sink = new BenchProgress(records, clock, question.Profiling, log);
        using var runner = new LoadRunner(question.Target, requests, new TokenCounter(tokenizer), tokenizer is not null, clock, question.Seed, sink);
        var warmup = question.Warmup is { } warming ? runner.Run(warming, interrupt) : null;
        var processorBefore = RunClock.ProcessorTime;
        PhaseOutcome phase;
        using var probe = new PoolProbe(clock);
        phase = runner.Run(question.Profiling, interrupt);
        records.Idle();
        var health = new ClientHealth(
            runner.Lateness, probe.Delay, (RunClock.ProcessorTime - processorBefore).TotalSeconds, phase.DurationS,
            question.Profiling is { RatePerS: not null, Concurrency: not null });
        var metrics = new RunMetrics(phase, question.Goodput);
        var description = new RunDescription
        {
            BenchmarkId = id,
            Command = question.Command,
            Seed = question.Seed,
            InputConfig = InputConfig.Of(question),
            Version = version,
            Warmup = warmup,
            Profiling = phase,
        };
        folder.Finish(description, metrics, warmup is null ? null : new RunMetrics(warmup, null), health, clock);
        return new BenchReport(question, phase, metrics, health, folder.FolderPath);
    }

    private IPromptMaker Maker()
    {
        if (tokenizer is null)
        {
            return question.Target.Kind == EndpointKind.Completions ? new TokenIdPrompts() : new WordPrompts();
        }

        try
        {
            return new ExactTextPrompts(tokenizer);
        }
        catch (TokenizerException odd)
        {
            throw new InvalidInputException(BenchFlags.Tokenizer.Name, odd.Message, "use --tokenizer none");
        }
    }
}
