namespace Plimsoll.Serving.Workloads.Lengths;

/// <summary>The lengths of every request of a load, by its number; the same number gives the same lengths. Immutable.</summary>
public interface IRequestLengths
{
    /// <summary>Prompt and answer of request <paramref name="index"/>; allocates nothing.</summary>
    RequestShape At(long index);
}
