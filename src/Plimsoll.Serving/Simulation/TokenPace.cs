namespace Plimsoll.Serving.Simulation;

/// <summary>
/// The gaps between tokens of one decode batch, grouped: all rows of a step waited since the batch's last step, except those that joined in
/// between and waited since they joined.
/// </summary>
internal sealed class TokenPace(SimulationObserver[] observers)
{
    private (double JoinedMs, int Count)[] _joined = new (double, int)[8];
    private int _groups;

    /// <summary>When the clients had the tokens of the batch's last step.</summary>
    public double LastMs { get; private set; } = double.NegativeInfinity;

    /// <summary>A row joins whose client had its latest token at <paramref name="joinedMs"/>.</summary>
    public void Join(double joinedMs)
    {
        if (joinedMs == LastMs)
        {
            return;
        }

        if (_groups > 0 && _joined[_groups - 1].JoinedMs == joinedMs)
        {
            _joined[_groups - 1].Count++;
            return;
        }

        if (_groups == _joined.Length)
        {
            Array.Resize(ref _joined, 2 * _groups);
        }

        _joined[_groups++] = (joinedMs, 1);
    }

    /// <summary>A row leaves before its end; returns when its client had its latest token.</summary>
    public double Leave(double joinedMs)
    {
        for (var i = 0; i < _groups; i++)
        {
            if (_joined[i].JoinedMs == joinedMs && _joined[i].Count > 0)
            {
                _joined[i].Count--;
                return joinedMs;
            }
        }

        return LastMs;
    }

    /// <summary>A step gave each of <paramref name="rows"/> sequences a token that the clients have at <paramref name="outMs"/>.</summary>
    public void Step(double outMs, int rows)
    {
        for (var i = 0; i < _groups; i++)
        {
            var (joinedMs, count) = _joined[i];
            rows -= count;
            Tell(outMs - joinedMs, count);
        }

        Tell(outMs - LastMs, rows);
        _groups = 0;
        LastMs = outMs;
    }

    /// <summary>One sequence gets a token after a wait of its own.</summary>
    public void Single(double gapMs) => Tell(gapMs, 1);

    private void Tell(double gapMs, int count)
    {
        if (count == 0)
        {
            return;
        }

        foreach (var observer in observers)
        {
            observer.TokenGaps(gapMs, count);
        }
    }
}
