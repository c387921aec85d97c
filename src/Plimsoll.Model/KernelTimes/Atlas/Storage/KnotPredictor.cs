namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>Guesses a knot from those stored before it; only the difference from the guess is stored, which is mostly small.</summary>
internal enum KnotPredictor : byte
{
    /// <summary>The knot before it on the fast axis.</summary>
    Previous = 0,

    /// <summary>The knot before it on each axis, as if the surface had no curvature.</summary>
    Plane = 1,

    /// <summary>The same knot of the slice before, if that covers the same part of the lattice.</summary>
    PreviousSlice = 2,

    /// <summary>The knot before it on the fast axis, moved as the slice before moves there.</summary>
    PreviousSliceShape = 3,
}
