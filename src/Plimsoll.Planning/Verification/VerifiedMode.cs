namespace Plimsoll.Planning.Verification;

/// <summary>The verified survivors of one way of serving.</summary>
internal sealed class VerifiedMode
{
    private readonly List<VerifiedSurvivor> _kept = [];
    private readonly List<VerifiedSurvivor> _failed = [];

    /// <summary>Survivors that keep every target in simulation, the highest figure first.</summary>
    public IReadOnlyList<VerifiedSurvivor> Kept => _kept;

    /// <summary>Survivors that keep the targets in steady state but at no load in simulation.</summary>
    public IReadOnlyList<VerifiedSurvivor> Failed => _failed;

    /// <summary>Takes verified survivors in.</summary>
    public void Add(IReadOnlyList<VerifiedSurvivor> survivors)
    {
        foreach (var survivor in survivors)
        {
            (survivor.Operating is null ? _failed : _kept).Add(survivor);
        }

        Rank();
    }

    /// <summary>Whether a survivor can still be among the first <paramref name="topN"/>, or is the first of its backend.</summary>
    public bool MayEnter(Survivor survivor, int topN, double reach) =>
        !_kept.Exists(kept => kept.Survivor.Planned.Backend == survivor.Planned.Backend)
        || _kept.Count < topN
        || survivor.Planned.TokensPerSPerGpu * reach >= _kept[topN - 1].RankedBy;

    /// <summary>Sorts by the verified figure; equal ones stay in the order of the search.</summary>
    public void Rank()
    {
        var ranked = _kept.OrderByDescending(survivor => survivor.RankedBy).ThenByDescending(survivor => survivor.Survivor.Planned.TokensPerSPerGpu).ToList();
        _kept.Clear();
        _kept.AddRange(ranked);
    }
}
