using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>The measurements of one operator in one format.</summary>
/// <param name="Operator">The kernel.</param>
/// <param name="Format">Its number format.</param>
/// <param name="MeasuredWith">The release that measured them.</param>
/// <param name="Borrowed">Whether that is another release, without the database declaring their times equal.</param>
/// <param name="Identity">Equal for equal measurements, e.g. the files that they are in.</param>
/// <param name="Lattice">The knots to fit.</param>
/// <param name="MoreX">Sizes on the slow axis that get knots of their own where the lattice misses them.</param>
/// <param name="Words">Names that keys refer to by position.</param>
/// <param name="Slices">Reads the measurements.</param>
internal sealed record SectionEvidence(
    AtlasOperator Operator,
    string Format,
    string MeasuredWith,
    bool Borrowed,
    string Identity,
    Lattice Lattice,
    double[] MoreX,
    string[] Words,
    Func<IReadOnlyList<EvidenceSlice>> Slices);
