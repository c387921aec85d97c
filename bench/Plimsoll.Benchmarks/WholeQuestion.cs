using BenchmarkDotNet.Attributes;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Benchmarks;

/// <summary>A planning question from its draft to its report, in a process that is already warm: names, tables, search.</summary>
[MemoryDiagnoser]
public class WholeQuestion
{
    [Params(8, 64, 1024)]
    public int Gpus { get; set; }

    [Benchmark]
    public PlanReport Dense() => Answer(Questions.Dense(Gpus));

    [Benchmark]
    public PlanReport MixtureOfExperts() => Answer(Questions.Moe(Gpus));

    private static PlanReport Answer(Planning.Requests.PlanDraft draft)
    {
        using var session = Questions.Service.Open(draft);
        return session.Plan(draft.Freeze(), threads: 1);
    }
}
