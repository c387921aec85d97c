using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>Gathers the figures of a simulated run exactly as those of a measured one are computed.</summary>
internal sealed class FigureRecorder : SimulationObserver
{
    private readonly List<double> _ttftMs = [];
    private double _tpotMs;
    private int _tpots;
    private long _tokens;
    private double _firstMs = double.PositiveInfinity;
    private double _lastMs;

    /// <summary>Mean sequences that decode together, weighted by time: what most steps look like.</summary>
    public double MeanDecodeRows => _stepMs > 0 ? _rowMs / _stepMs : 0;

    private double _stepMs;
    private double _rowMs;

    /// <inheritdoc/>
    public override void RequestFinished(in RequestOutcome outcome)
    {
        _ttftMs.Add(outcome.TtftMs);
        _tokens += outcome.Osl;
        _firstMs = Math.Min(_firstMs, outcome.SentMs);
        _lastMs = Math.Max(_lastMs, outcome.LastTokenMs);
        if (outcome.Osl > 1)
        {
            _tpotMs += outcome.TpotMs;
            _tpots++;
        }
    }

    /// <inheritdoc/>
    public override void StepFinished(in StepOutcome step)
    {
        if (step.DecodeRows > 0)
        {
            _stepMs += step.DurationMs;
            _rowMs += step.DurationMs * step.DecodeRows;
        }
    }

    /// <summary>The figures of the run.</summary>
    public Dictionary<Figure, double> Figures(long preemptions)
    {
        _ttftMs.Sort();
        var figures = new Dictionary<Figure, double>
        {
            [Figure.TtftMean] = _ttftMs.Average(),
            [Figure.TtftP50] = Quantiles.Of(_ttftMs, 0.5),
            [Figure.TtftP99] = Quantiles.Of(_ttftMs, 0.99),
            [Figure.Throughput] = 1000 * _tokens / (_lastMs - _firstMs),
            [Figure.Preemptions] = preemptions,
        };
        if (_tpots > 0)
        {
            figures[Figure.TpotMean] = _tpotMs / _tpots;
        }

        return figures;
    }
}
