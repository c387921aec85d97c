using BenchmarkDotNet.Attributes;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Benchmarks;

/// <summary>Writing a finished report.</summary>
[MemoryDiagnoser]
public class Rendering
{
    private PlanReport _report = null!;

    [GlobalSetup]
    public void PlanOnce()
    {
        var draft = Questions.Dense(gpus: 8);
        using var session = Questions.Service.Open(draft);
        _report = session.Plan(draft.Freeze(), threads: 1);
    }

    [Benchmark]
    public void Console() => new PlanPage(_report, TextWriter.Null, colour: false).Write();

    [Benchmark]
    public void Json() => PlanDocument.Write(_report, TextWriter.Null);
}
