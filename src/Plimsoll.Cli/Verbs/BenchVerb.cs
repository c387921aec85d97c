using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Benching;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Rendering;
using Plimsoll.Cli.Rendering.Text;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll bench</c>: measures a server.</summary>
/// <param name="watch">Watches for Ctrl-C while a run goes on.</param>
/// <param name="time">The clock.</param>
/// <param name="variable">Looks up an environment variable; null when it is unset.</param>
internal sealed class BenchVerb(Func<Interrupts> watch, TimeProvider time, Func<string, string?> variable) : Verb
{
    /// <inheritdoc/>
    public override string Name => "bench";

    /// <inheritdoc/>
    public override string Summary => "Measure a server: send it a load and report latencies, throughput and errors, with AIPerf's flags and files.";

    /// <inheritdoc/>
    public override string Remarks =>
        "Latencies count from the moment of sending and, beside that, from the intended moment. Ends with exit code 5 when more requests fail than --max-error-rate allows; the files are written all the same.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "bench -m Qwen/Qwen3-32B-FP8 -u http://localhost:8000 --streaming --isl 4000 --osl 500 --num-requests 800 --concurrency 56 --extra-inputs ignore_eos:true",
        "bench -m my-model --tokenizer none --endpoint-type completions --streaming --isl 512 --osl 64 --request-rate 20 --benchmark-duration 60",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Flag> Flags => BenchFlags.All;

    /// <inheritdoc/>
    public override string? Instead(string flag) => AiperfFlags.Instead(flag);

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        var question = new BenchReading(given).Read();
        var tokenizer = new TokenizerChoice(variable).Find(question.Tokenizer, question.Target.Model);
        using var interrupts = watch();
        var report = new BenchRun(question, tokenizer, time, terminal.Error).Run(VersionVerb.Text, interrupts.Token);
        BenchPage.Write(report, terminal.Output);
        if (report.Phase.WasCancelled)
        {
            return ExitCode.Interrupted;
        }

        var metrics = report.Metrics;
        if (metrics.Succeeded == 0)
        {
            terminal.Error.WriteLine("error: no request succeeded");
            return ExitCode.OutsideFailed;
        }

        if (metrics.ErrorRate > question.MaxErrorRate)
        {
            terminal.Error.WriteLine($"error: {Figures.Percent(metrics.ErrorRate)} of the requests failed, {Figures.Percent(question.MaxErrorRate)} are tolerated ({BenchFlags.MaxErrorRate.Name})");
            return ExitCode.OutsideFailed;
        }

        return ExitCode.Done;
    }
}
