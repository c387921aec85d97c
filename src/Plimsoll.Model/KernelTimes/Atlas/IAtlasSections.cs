namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>Where surfaces are looked up: the releases of an atlas, or a single section that is being built.</summary>
internal interface IAtlasSections
{
    /// <summary>The surfaces of an operator in a format, the nearest release first; empty when no release has them.</summary>
    IEnumerable<FittedSection> Find(AtlasOperator op, string format);

    /// <summary>The formats of an operator that the nearest release with any has.</summary>
    IReadOnlyList<string> Formats(AtlasOperator op);
}
