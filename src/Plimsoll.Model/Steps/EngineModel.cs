using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Operators;

namespace Plimsoll.Model.Steps;

/// <summary>Prices one iteration of one worker from its operators.</summary>
/// <remarks>
/// The operators that depend on a number of rows alone are folded into one piecewise linear curve per role (their sum over the union of
/// knots is exact), so a step costs four look-ups plus one per attention kind; <see cref="Explain"/> walks the operators one by one.
/// A kind of operator that this class does not know prices itself.
/// </remarks>
public sealed class EngineModel : IStepPricer
{
    private readonly IReadOnlyList<StepOperator> _operators;
    private readonly Calibration _calibration;
    private readonly KernelCurve _perToken;
    private readonly KernelCurve _perOutput;
    private readonly KernelCurve _perPromptToken;
    private readonly KernelCurve _perDecodeRow;
    private readonly double _perStepMs;
    private readonly PrefillAttentionOperator[] _prefill;
    private readonly DecodeAttentionOperator[] _decode;
    private readonly StepOperator[] _others;
    private readonly double _oneTokenMs;

    /// <summary>An engine of the given operators.</summary>
    /// <param name="operators">All work of a step, in execution order.</param>
    /// <param name="calibration">Terms beyond kernels.</param>
    public EngineModel(IReadOnlyList<StepOperator> operators, Calibration calibration)
    {
        _operators = operators;
        _calibration = calibration;
        _perToken = CurveSum.Of(operators, OperatorRole.PerToken);
        _perOutput = CurveSum.Of(operators, OperatorRole.PerSequenceOutput);
        _perPromptToken = CurveSum.Of(operators, OperatorRole.PrefillAttention);
        _perDecodeRow = CurveSum.Of(operators, OperatorRole.DecodeAttention);
        _perStepMs = CurveSum.Of(operators, OperatorRole.PerStep).Ms(1);
        _prefill = operators.OfType<PrefillAttentionOperator>().ToArray();
        _decode = operators.OfType<DecodeAttentionOperator>().ToArray();
        _others = operators.Where(o => o is not (CurveOperator or PrefillAttentionOperator or DecodeAttentionOperator)).ToArray();
        _oneTokenMs = _perToken.Ms(1);
    }

    /// <summary>All work of a step, in execution order.</summary>
    public IReadOnlyList<StepOperator> Operators => _operators;

    /// <summary>The terms beyond kernels.</summary>
    public Calibration Calibration => _calibration;

    /// <inheritdoc />
    public double StepMs(in BatchShape shape)
    {
        double promptTokens = 0, prefillAttention = 0;
        foreach (ref readonly var chunk in shape.Prefill.Span)
        {
            promptTokens += (double)chunk.NewTokens * chunk.Sequences;
            foreach (var attention in _prefill)
            {
                prefillAttention += attention.Launches
                    * attention.Surface.Ms(chunk.Sequences, chunk.NewTokens, chunk.CachedTokens);
            }
        }

        var tokens = promptTokens + shape.DecodeRows;
        if (tokens <= 0)
        {
            return 0;
        }

        double decodeAttention = _perDecodeRow.Ms(shape.DecodeRows);
        if (shape.DecodeRows > 0)
        {
            var meanLength = (double)shape.DecodeKvTokens / shape.DecodeRows;
            foreach (var attention in _decode)
            {
                decodeAttention += attention.Launches * attention.Surface.Ms(shape.DecodeRows, meanLength);
            }
        }

        var perToken = _perToken.Ms(tokens);
        var prompt = _perPromptToken.Ms(promptTokens) + prefillAttention;
        var rest = decodeAttention + _perOutput.Ms(shape.EmittingRows) + _perStepMs;
        foreach (var other in _others)
        {
            var ms = other.Price(shape).Ms;
            perToken += other.Role == OperatorRole.PerToken ? ms : 0;
            prompt += other.Role == OperatorRole.PrefillAttention ? ms : 0;
            rest += other.Role is OperatorRole.PerToken or OperatorRole.PrefillAttention ? 0 : ms;
        }

        var gpu = perToken + prompt + rest + Slowdown(perToken, prompt);
        return gpu + Host(gpu, shape.DecodeRows);
    }

    /// <inheritdoc />
    public StepCost Explain(in BatchShape shape)
    {
        if (shape.NewTokens <= 0)
        {
            return new StepCost([]);
        }

        var parts = new List<StepPart>(_operators.Count + 2);
        double perToken = 0, prompt = 0;
        foreach (var item in _operators)
        {
            var time = item.Price(shape);
            if (time.Ms <= 0)
            {
                continue;
            }

            perToken += item.Role == OperatorRole.PerToken ? time.Ms : 0;
            prompt += item.Role == OperatorRole.PrefillAttention ? time.Ms : 0;
            parts.Add(new StepPart(
                item.Name, item.Role, time.Ms, item.Launches, time.Provenance, time.RelativeUncertainty, item.Note ?? SourceOf(item)));
        }

        AddCalibration(parts, Slowdown(perToken, prompt), shape.DecodeRows);
        return new StepCost(parts);
    }

    // Reading the weights once is bound by memory, whose clock does not fall; everything above it is arithmetic.
    private double Slowdown(double perToken, double prompt) =>
        _calibration.SustainedClockSlowdown * (Math.Max(0, perToken - _oneTokenMs) + prompt);

    // What the GPU waits for: its constant part, and whatever the host's work on the rows takes beyond the GPU's.
    private double Host(double gpu, int decodeRows) =>
        _calibration.HostMsPerStep + Math.Max(0, (_calibration.HostMsPerRow * decodeRows) - gpu);

    private void AddCalibration(List<StepPart> parts, double slowdown, int decodeRows)
    {
        if (slowdown > 0)
        {
            parts.Add(new StepPart(
                "sustained_clocks", OperatorRole.PerToken, slowdown, 1, Provenance.Fitted, 0.3, _calibration.Source));
        }

        var host = Host(parts.Sum(part => part.Ms), decodeRows);
        if (host > 0)
        {
            parts.Add(new StepPart("host", OperatorRole.PerStep, host, 1, Provenance.Fitted, 0.3, _calibration.Source));
        }
    }

    private static string? SourceOf(StepOperator item) => item switch
    {
        CurveOperator curve => curve.Curve.Source,
        PrefillAttentionOperator prefill => prefill.Surface.Source,
        DecodeAttentionOperator decode => decode.Surface.Source,
        _ => null,
    };
}
