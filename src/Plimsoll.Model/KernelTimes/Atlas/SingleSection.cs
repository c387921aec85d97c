namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>One section alone, which answers for its operator whatever the format: what a fit is measured with.</summary>
/// <param name="op">Its operator.</param>
/// <param name="format">Its format.</param>
/// <param name="section">The section.</param>
internal sealed class SingleSection(AtlasOperator op, string format, FittedSection section) : IAtlasSections
{
    /// <inheritdoc />
    public IEnumerable<FittedSection> Find(AtlasOperator wanted, string wantedFormat) => wanted == op ? [section] : [];

    /// <inheritdoc />
    public IReadOnlyList<string> Formats(AtlasOperator wanted) => wanted == op ? [format] : [];
}
