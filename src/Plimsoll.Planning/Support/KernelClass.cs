namespace Plimsoll.Planning.Support;

/// <summary>How well the least known times that matter are known, for a whole step.</summary>
public enum KernelClass
{
    /// <summary>From measured tables of this GPU and backend, interpolated or repaired where needed.</summary>
    Measured,

    /// <summary>From the atlas: surfaces fitted to measurements of this GPU and backend.</summary>
    Atlas,

    /// <summary>From another release, shape, number format, backend or GPU.</summary>
    Transferred,

    /// <summary>From the bounds of the system file.</summary>
    Roofline,
}
