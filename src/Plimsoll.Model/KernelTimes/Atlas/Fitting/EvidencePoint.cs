using System.Runtime.InteropServices;
using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>One measurement.</summary>
/// <param name="At">Its sizes.</param>
/// <param name="Ms">The time, milliseconds.</param>
/// <param name="RooflineMs">The roofline of the kernel at these sizes, milliseconds.</param>
/// <param name="IsRepaired">Whether it replaces an implausible one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EvidencePoint(LatticePoint At, double Ms, double RooflineMs, bool IsRepaired);
