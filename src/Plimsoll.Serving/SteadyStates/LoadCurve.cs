namespace Plimsoll.Serving.SteadyStates;

/// <summary>
/// The experience of a request as a function of what the others in its batch slot offer: nodes of growing load, priced when first asked for,
/// linear in between. Not safe for several threads at once.
/// </summary>
internal abstract class LoadCurve(int nodes)
{
    private readonly LoadNode[] _nodes = new LoadNode[nodes];
    private readonly bool[] _priced = new bool[nodes];

    /// <summary>The position of the highest load.</summary>
    public int Last => _nodes.Length - 1;

    /// <summary>The highest request rate that prompts admit, per ms; infinite where something else bounds the slot first.</summary>
    public abstract double PromptCapacityPerMs { get; }

    /// <summary>The node at a whole position.</summary>
    public ref readonly LoadNode this[int position]
    {
        get
        {
            if (!_priced[position])
            {
                _nodes[position] = Price(position);
                _priced[position] = true;
            }

            return ref _nodes[position];
        }
    }

    /// <summary>The experience at a position between 0 and <see cref="Last"/>.</summary>
    public LoadNode At(double position)
    {
        var low = Math.Min((int)position, Last);
        return low == Last ? this[low] : this[low].Towards(this[low + 1], position - low);
    }

    protected abstract LoadNode Price(int position);
}
