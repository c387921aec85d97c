using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Tests.KernelTimes;

namespace Plimsoll.Model.Tests.Steps;

/// <summary>Generators of operators, engines and batches. Operators come as functions of a factor on every time.</summary>
internal static class Engines
{
    /// <summary>Any mix of operators in which more work never takes less time.</summary>
    public static Gen<Func<double, StepOperator>[]> Operators { get; } = Gen.OneOf(
        from op in CurveOperators(Curves.Rising) select op,
        from surface in Curves.ScaledPrefill
        from launches in Gen.Choose(1, 80)
        select (Func<double, StepOperator>)(k => new PrefillAttentionOperator(launches, surface(k))),
        from surface in Curves.ScaledDecode
        from launches in Gen.Choose(1, 80)
        select (Func<double, StepOperator>)(k => new DecodeAttentionOperator(launches, surface(k))),
        from role in Gen.Elements(Enum.GetValues<OperatorRole>())
        from curve in Curves.Rising
        select (Func<double, StepOperator>)(k => new UnknownOperator(role, curve.Scaled(k)))).ArrayOf();

    /// <summary>Operators whose times go up and down.</summary>
    public static Gen<StepOperator[]> NoisyOperators { get; } =
        from smooth in Operators
        from noisy in CurveOperators(Curves.Noisy).ArrayOf()
        select noisy.Concat(smooth).Select(op => op(1)).ToArray();

    public static Gen<Calibration> Calibrations { get; } =
        from slowdown in Gen.Choose(0, 30)
        from perStep in Gen.Choose(0, 20)
        from perRow in Gen.Choose(0, 100)
        from launch in Gen.Choose(0, 100)
        select new Calibration
        {
            SustainedClockSlowdown = slowdown / 100.0,
            HostMsPerStep = perStep / 10.0,
            LaunchMsPerKernel = launch / 100.0,
            StreamMsPerToken = perRow / 1000.0,
            Source = "generated",
        };

    public static Gen<PrefillChunk> Chunk { get; } =
        from tokens in Curves.Size
        from cached in Curves.Size
        from sequences in Gen.Choose(0, 4)
        from completes in Gen.Elements(true, false)
        select new PrefillChunk((int)tokens, (int)cached, sequences, completes);

    /// <summary>Batches from empty to mixed, chunks of no tokens included.</summary>
    public static Gen<BatchShape> Batch { get; } =
        from chunks in Gen.Choose(0, 3).SelectMany(count => Chunk.ArrayOf(count))
        from rows in Gen.Choose(0, 300)
        from length in Curves.Size
        select new BatchShape(chunks, rows, rows * (long)length);

    private static Gen<Func<double, StepOperator>> CurveOperators(Gen<KernelCurve> curves) =>
        from role in Gen.Elements(Enum.GetValues<OperatorRole>())
        from launches in Gen.Choose(1, 80)
        from curve in curves
        from sizePerRow in Gen.Elements(1, 8, 4096, 0.28125)
        select (Func<double, StepOperator>)(k => new CurveOperator("generated", role, launches, curve.Scaled(k), sizePerRow));

    /// <summary>A kind of operator that the engine model has never heard of.</summary>
    private sealed record UnknownOperator(OperatorRole Role, KernelCurve Curve) : StepOperator("unknown", Role, 3)
    {
        public override KernelTime Price(in BatchShape shape) => Repeat(Curve.At(shape.NewTokens + shape.EmittingRows));

        public override StepOperator Corrected(double factor) => this with { Curve = Curve.Scaled(factor) };
    }
}
