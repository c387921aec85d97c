using System.Runtime.InteropServices;

namespace Plimsoll.Model.KernelTimes.Atlas.Lattices;

/// <summary>The part of a lattice that one kernel shape covers: a run of knots on each of the three axes.</summary>
/// <param name="X">First knot on the slow axis.</param>
/// <param name="CountX">Knots on the slow axis.</param>
/// <param name="Y">First knot on the middle axis.</param>
/// <param name="CountY">Knots on the middle axis.</param>
/// <param name="Z">First knot on the fast axis.</param>
/// <param name="CountZ">Knots on the fast axis.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LatticeBox(int X, int CountX, int Y, int CountY, int Z, int CountZ)
{
    /// <summary>Number of knots in the box.</summary>
    public int Count => CountX * CountY * CountZ;

    /// <summary>Position of a knot, given by its positions on the whole axes, among the knots of the box.</summary>
    public int IndexOf(int x, int y, int z) => ((((x - X) * CountY) + y - Y) * CountZ) + z - Z;
}
