using System.Runtime.InteropServices;

namespace Plimsoll.Model.KernelTimes.Atlas.Lattices;

/// <summary>A point of a lattice as sizes on its three axes; axes that a kernel does not use hold 1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LatticePoint(double X, double Y, double Z);
