namespace Plimsoll.Serving.Simulation;

/// <summary>The KV blocks of one attention rank as a number.</summary>
/// <param name="total">All blocks.</param>
internal sealed class KvAccount(long total)
{
    /// <summary>All blocks.</summary>
    public long Total { get; } = total;

    /// <summary>Blocks that nobody holds.</summary>
    public long Free { get; private set; } = total;

    /// <summary>Blocks that sequences hold.</summary>
    public long Held => Total - Free;

    /// <summary>Takes blocks, or none when there are too few.</summary>
    public bool TryTake(long blocks)
    {
        if (blocks > Free)
        {
            return false;
        }

        Free -= blocks;
        return true;
    }

    /// <summary>Gives blocks back.</summary>
    public void Give(long blocks) => Free += blocks;
}
