namespace Plimsoll.Model.KernelTimes;

/// <summary>Where a time comes from, from the most to the least certain. The worst part of a sum gives the sum its provenance.</summary>
public enum Provenance
{
    /// <summary>A stored measurement at exactly the asked shape.</summary>
    Measured,

    /// <summary>Between stored measurements of the same kernel.</summary>
    Interpolated,

    /// <summary>From the atlas: our own surface fitted to measurements, with its fit error.</summary>
    Fitted,

    /// <summary>Implausible measurements were replaced by better evidence.</summary>
    Repaired,

    /// <summary>Outside the measured range: the efficiency at the edge is kept.</summary>
    Extrapolated,

    /// <summary>From another version, backend, data type or shape, scaled by roofline ratios.</summary>
    Transferred,

    /// <summary>Compute and memory bounds of the system file alone.</summary>
    Roofline,
}
