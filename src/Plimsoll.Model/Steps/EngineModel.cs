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
    private readonly double _launchMs;
    private readonly int _graphTokens;

    /// <summary>An engine of the given operators.</summary>
    /// <param name="operators">All work of a step, in execution order.</param>
    /// <param name="calibration">Terms beyond kernels.</param>
    /// <param name="graphTokens">Tokens of the largest captured CUDA graph.</param>
    public EngineModel(IReadOnlyList<StepOperator> operators, Calibration calibration, int graphTokens = int.MaxValue)
    {
        _operators = operators = OperatorCorrection.Apply(operators, calibration);
        _calibration = calibration;
        _graphTokens = graphTokens;
        _perToken = CurveSum.Of(operators, OperatorRole.PerToken);
        _perOutput = CurveSum.Of(operators, OperatorRole.PerSequenceOutput);
        _perPromptToken = CurveSum.Of(operators, OperatorRole.PrefillAttention);
        _perDecodeRow = CurveSum.Of(operators, OperatorRole.DecodeAttention);
        _perStepMs = CurveSum.Of(operators, OperatorRole.PerStep).Ms(1);
        _prefill = operators.OfType<PrefillAttentionOperator>().ToArray();
        _decode = operators.OfType<DecodeAttentionOperator>().ToArray();
        _others = operators.Where(o => o is not (CurveOperator or PrefillAttentionOperator or DecodeAttentionOperator)).ToArray();
        _oneTokenMs = _perToken.Ms(1);
        _launchMs = calibration.LaunchMsPerKernel * operators.Sum(item => (double)item.Launches * item.Kernels);
    }

    /// <summary>All work of a step, in execution order.</summary>
    public IReadOnlyList<StepOperator> Operators => _operators;

    /// <summary>The terms beyond kernels.</summary>
    public Calibration Calibration => _calibration;

    /// <inheritdoc />
    /// <remarks>The longer of GPU and host, as in an engine that overlaps them in steps that are all alike.</remarks>
    public double StepMs(in BatchShape shape)
    {
        var gpu = GpuMs(shape, out var tokens);
        return tokens > 0 ? gpu + Host(gpu, tokens, shape.DecodeRows) : 0;
    }

    /// <inheritdoc />
    public StepTimes Times(in BatchShape shape)
    {
        var gpu = GpuMs(shape, out var tokens);
        return tokens > 0
            ? new StepTimes(
                gpu + _calibration.HostMsPerStep, _calibration.PrepareMs + (_calibration.PrepareMsPerPrompt * shape.Prompts), _launchMs)
            : default;
    }

    private double GpuMs(in BatchShape shape, out double tokens)
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

        tokens = promptTokens + shape.DecodeRows;
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

        return perToken + prompt + rest + Slowdown(perToken, prompt);
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
                item.Name, item.Role, time.Ms, item.Launches, time.Provenance, time.RelativeUncertainty, item.Note ?? item.Source));
        }

        AddCalibration(parts, Slowdown(perToken, prompt), shape);
        return new StepCost(parts);
    }

    // Reading the weights once is bound by memory, whose clock does not fall; everything above it is arithmetic.
    private double Slowdown(double perToken, double prompt) =>
        _calibration.SustainedClockSlowdown * (Math.Max(0, perToken - _oneTokenMs) + prompt);

    // What the GPU waits for: the host's constant part, and what launching outside graphs or streaming takes beyond computing.
    private double Host(double gpu, double tokens, int decodeRows)
    {
        var beside = Math.Max(_calibration.StreamMsPerToken * decodeRows, tokens > _graphTokens ? _launchMs : 0);
        return _calibration.HostMsPerStep + Math.Max(0, beside - gpu);
    }

    private void AddCalibration(List<StepPart> parts, double slowdown, in BatchShape shape)
    {
        if (slowdown > 0)
        {
            parts.Add(new StepPart(
                "sustained_clocks", OperatorRole.PerToken, slowdown, 1, Provenance.Fitted, 0.3, _calibration.Source));
        }

        var host = Host(parts.Sum(part => part.Ms), shape.NewTokens, shape.DecodeRows);
        if (host > 0)
        {
            parts.Add(new StepPart(shape.NewTokens > _graphTokens ? "host_launch" : "host", OperatorRole.PerStep, host, 1, Provenance.Fitted, 0.3, _calibration.Source));
        }
    }
}
