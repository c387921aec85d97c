using Plimsoll.Model.Backends;
using Plimsoll.Model.KernelTimes;

namespace Plimsoll.Serving.Intervals;

/// <summary>Predictions whose errors share their causes.</summary>
/// <param name="Quantity">What is predicted.</param>
/// <param name="Disaggregated">Whether prefill and decode have workers of their own.</param>
/// <param name="Backend">The engine.</param>
/// <param name="Source">The least certain source of the kernel times.</param>
/// <param name="Recorded">Whether the launch arguments and every request are known, and not merely the nominal lengths of somebody else's run.</param>
public readonly record struct ResidualClass(PredictedQuantity Quantity, bool Disaggregated, BackendKind Backend, Provenance Source, bool Recorded = false);
