namespace Plimsoll.Serving.SteadyStates;

/// <summary>A load curve over the decode rows of the other requests: one node for each whole row, or sixteen where there are few rows.</summary>
internal abstract class DecodingCurve(double lastRows) : LoadCurve(Nodes(lastRows))
{
    private const int FewRows = 16;

    protected double LastRows => lastRows;

    protected sealed override LoadNode Price(int position)
    {
        var rows = lastRows < FewRows ? lastRows * position / FewRows : Math.Min(position, lastRows);
        var whole = (int)rows;
        var low = Price(whole, rows);
        return rows == whole ? low : low.Towards(Price(whole + 1, rows), rows - whole);
    }

    /// <summary>The node with steps of a whole number of other rows, under the prompt load of <paramref name="offeredRows"/>.</summary>
    protected abstract LoadNode Price(int wholeRows, double offeredRows);

    private static int Nodes(double lastRows) => lastRows < FewRows ? FewRows + 1 : (int)Math.Ceiling(lastRows) + 1;
}
