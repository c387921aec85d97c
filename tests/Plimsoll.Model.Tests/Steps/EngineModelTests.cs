using FsCheck.Fluent;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Steps;

public sealed class EngineModelTests
{
    [Fact]
    public void The_fast_price_is_the_sum_of_the_explained_parts() => Properties.Check(
        from operators in Engines.NoisyOperators
        from calibration in Engines.Calibrations
        from batch in Engines.Batch
        select (new EngineModel(operators, calibration), batch),
        sample => Near(sample.Item1.StepMs(sample.batch), sample.Item1.Explain(sample.batch).Ms),
        tests: 2000);

    [Fact]
    public void A_step_takes_at_least_its_largest_part() => Properties.Check(
        from operators in Engines.NoisyOperators
        from batch in Engines.Batch
        select (new EngineModel(operators, Calibration.None), batch),
        sample => sample.Item1.Explain(sample.batch).Parts.All(part => part.Ms <= sample.Item1.StepMs(sample.batch) * (1 + 1e-9)));

    [Fact]
    public void More_decode_rows_of_the_same_length_never_cost_less() => Properties.Check(
        from engine in RisingEngine
        from batch in Engines.Batch
        from more in Gen.Choose(1, 100)
        from length in Curves.Size
        select (engine, batch, more, (long)length),
        sample =>
        {
            var fewer = sample.batch with { DecodeKvTokens = sample.batch.DecodeRows * sample.Item4 };
            var rows = fewer.DecodeRows + sample.more;
            return NotLess(sample.engine, fewer, fewer with { DecodeRows = rows, DecodeKvTokens = rows * sample.Item4 });
        });

    [Fact]
    public void Longer_caches_of_decode_rows_never_cost_less() => Properties.Check(
        from engine in RisingEngine
        from batch in Engines.Batch
        from more in Curves.Size
        select (engine, batch, more),
        sample => NotLess(
            sample.engine, sample.batch, sample.batch with { DecodeKvTokens = sample.batch.DecodeKvTokens + (long)sample.more }));

    [Fact]
    public void Another_prompt_chunk_never_costs_less() => Properties.Check(
        from engine in RisingEngine from batch in Engines.Batch from chunk in Engines.Chunk select (engine, batch, chunk),
        sample => NotLess(
            sample.engine, sample.batch, sample.batch with { Prefill = (PrefillChunk[])[.. sample.batch.Prefill.Span, sample.chunk] }));

    [Fact]
    public void More_prompt_tokens_or_a_longer_prefix_never_cost_less() => Properties.Check(
        from engine in RisingEngine
        from batch in Engines.Batch
        from tokens in Curves.Size
        from cached in Curves.Size
        select (engine, batch, tokens, cached),
        sample =>
        {
            var longer = sample.batch.Prefill.ToArray();
            for (var i = 0; i < longer.Length; i++)
            {
                longer[i] = longer[i] with
                {
                    NewTokens = longer[i].NewTokens + (int)sample.tokens,
                    CachedTokens = longer[i].CachedTokens + (int)sample.cached,
                };
            }

            return NotLess(sample.engine, sample.batch, sample.batch with { Prefill = longer });
        });

    [Fact]
    public void Scaling_every_kernel_scales_the_step() => Properties.Check(
        from operators in Engines.Operators
        from batch in Engines.Batch
        from percent in Gen.Choose(1, 500)
        select (operators, batch, percent / 100.0),
        sample =>
        {
            var once = Engine(sample.operators, 1, Calibration.None).StepMs(sample.batch);
            return Near(Engine(sample.operators, sample.Item3, Calibration.None).StepMs(sample.batch), sample.Item3 * once);
        });

    [Fact]
    public void The_order_of_operators_changes_nothing_but_rounding() => Properties.Check(
        from operators in Engines.NoisyOperators from batch in Engines.Batch select (operators, batch),
        sample => Near(
            new EngineModel(sample.operators, Calibration.None).StepMs(sample.batch),
            new EngineModel(sample.operators.Reverse().ToArray(), Calibration.None).StepMs(sample.batch)));

    [Fact]
    public void A_step_without_new_tokens_costs_nothing_whatever_is_cached() => Properties.Check(
        from engine in RisingEngine from cached in Curves.Size from sequences in Gen.Choose(0, 3) select (engine, cached, sequences),
        sample =>
        {
            BatchShape[] idle =
            [
                default,
                BatchShape.Decode(0, 5000),
                BatchShape.PrefillOnly(new PrefillChunk(0, (int)sample.cached, sample.sequences)),
                BatchShape.PrefillOnly(new PrefillChunk(100, (int)sample.cached, 0)),
            ];
            return idle.All(shape => sample.engine.StepMs(shape) == 0 && sample.engine.Explain(shape).Ms == 0);
        });

    [Theory]
    [InlineData(OperatorRole.PerToken, 107)]
    [InlineData(OperatorRole.PrefillAttention, 100)]
    [InlineData(OperatorRole.DecodeAttention, 7)]
    [InlineData(OperatorRole.PerSequenceOutput, 9)]
    [InlineData(OperatorRole.PerStep, 1)]
    public void An_operator_works_on_the_rows_of_its_role(OperatorRole role, double rows)
    {
        // 1 ms a row, so the price counts the rows: two prompts of 40 that end here, one chunk of 20 that does not, 7 decode rows.
        var perRow = new KernelCurve([1], [1], [Provenance.Measured], tailSlope: 1, relativeUncertainty: 0, source: "");
        var engine = new EngineModel([new CurveOperator("counted", role, 3, perRow)], Calibration.None);
        var batch = new BatchShape(new[] { new PrefillChunk(40, 10, 2), new PrefillChunk(20, 0, 1, Completes: false) }, 7, 700);

        Assert.Equal(3 * rows, engine.StepMs(batch), 12);
        var part = Assert.Single(engine.Explain(batch).Parts);
        Assert.Equal(("counted", role, 3 * rows, 3), (part.Name, part.Role, part.Ms, part.Launches));
    }

    [Fact]
    public void Sustained_clocks_slow_what_a_step_costs_above_reading_its_weights()
    {
        var gemm = new KernelCurve([1, 101], [10, 30], [default, default], tailSlope: 0, relativeUncertainty: 0, source: "");
        var engine = new EngineModel(
            [new CurveOperator("gemm", OperatorRole.PerToken, 1, gemm)], new Calibration { SustainedClockSlowdown = 0.1 });

        Assert.Equal(10, engine.StepMs(BatchShape.Decode(1, 50)), 12);
        Assert.Equal(30 + (0.1 * 20), engine.StepMs(BatchShape.Decode(101, 50)), 12);
        Assert.Equal("sustained_clocks", engine.Explain(BatchShape.Decode(101, 50)).Parts[^1].Name);
    }

    [Fact]
    public void A_step_takes_the_longer_of_the_gpu_and_the_hosts_work_on_its_rows()
    {
        var gemm = new KernelCurve([1], [10], [default], tailSlope: 0, relativeUncertainty: 0, source: "");
        var engine = new EngineModel(
            [new CurveOperator("gemm", OperatorRole.PerToken, 1, gemm)], new Calibration { HostMsPerStep = 2, StreamMsPerToken = 0.1 });

        Assert.Equal(12, engine.StepMs(BatchShape.Decode(100, 50)), 12);
        Assert.Equal(22, engine.StepMs(BatchShape.Decode(200, 50)), 12);
        Assert.Equal(12, engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(500))), 12);
        Assert.Equal(("host", 12.0), (engine.Explain(BatchShape.Decode(200, 50)).Parts[^1].Name, engine.Explain(BatchShape.Decode(200, 50)).Parts[^1].Ms));
    }

    [Theory]
    [InlineData(512, 10)]
    [InlineData(513, 30)]
    public void Above_the_largest_graph_a_step_takes_the_longer_of_computing_and_launching(int tokens, double ms)
    {
        var gemm = new KernelCurve([1], [10], [default], tailSlope: 0, relativeUncertainty: 0, source: "");
        var engine = new EngineModel(
            [new CurveOperator("gemm", OperatorRole.PerToken, 1, gemm) { Kernels = 60 }], new Calibration { LaunchMsPerKernel = 0.5 }, graphTokens: 512);
        var shape = BatchShape.PrefillOnly(new PrefillChunk(tokens));

        Assert.Equal(ms, engine.StepMs(shape), 12);
        Assert.Equal(ms, engine.Explain(shape).Ms, 12);
        Assert.Equal(new StepTimes(10, 0, 30), engine.Times(shape));
    }

    [Fact]
    public void Every_prompt_of_a_step_adds_to_its_preparation()
    {
        var engine = new EngineModel([], new Calibration { PrepareMs = 2, PrepareMsPerPrompt = 0.5 });
        var shape = new BatchShape(new[] { new PrefillChunk(10, 0, 3), new PrefillChunk(7) }, 5, 500);
        Assert.Equal(4, engine.Times(shape).PrepareMs, 12);
        Assert.Equal(default, engine.Times(default));
    }

    [Theory]
    [InlineData(OperatorFamilies.Experts, 10 + 10 + (2 * 40))]
    [InlineData(OperatorFamilies.PrefillAttention, 60)]
    public void A_factor_scales_the_operators_of_its_family_beyond_reading_their_weights(string family, double ms)
    {
        // 10 ms at one row, 20 at 5 with every weight read, 60 at 105.
        var curve = new KernelCurve([1, 5, 105], [10, 20, 60], [default, default, default], tailSlope: 0, relativeUncertainty: 0, source: "table");
        var experts = new CurveOperator("experts", OperatorRole.PerToken, 1, curve) { Family = OperatorFamilies.Experts, WeightBoundSize = 5 };
        var engine = new EngineModel([experts], new Calibration { OperatorFactors = new Dictionary<string, double> { [family] = 2 } });

        Assert.Equal(ms, engine.StepMs(BatchShape.Decode(105, 1)), 12);
        Assert.Equal(20, engine.StepMs(BatchShape.Decode(5, 1)), 12);
        var note = family == OperatorFamilies.Experts ? "table; × 2 by the calibration" : "table";
        Assert.Equal(note, Assert.Single(engine.Explain(BatchShape.Decode(105, 1)).Parts).Note);
    }

    private static FsCheck.Gen<EngineModel> RisingEngine =>
        from operators in Engines.Operators from calibration in Engines.Calibrations select Engine(operators, 1, calibration);

    private static EngineModel Engine(Func<double, StepOperator>[] operators, double factor, Calibration calibration) =>
        new(Array.ConvertAll(operators, op => op(factor)), calibration);

    private static bool NotLess(EngineModel engine, BatchShape less, BatchShape more) =>
        engine.StepMs(less) <= engine.StepMs(more) * (1 + 1e-9);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(a, b);
}
