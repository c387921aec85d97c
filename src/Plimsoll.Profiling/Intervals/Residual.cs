using Plimsoll.Profiling.Validation.Scores;
using Plimsoll.Serving.Intervals;

namespace Plimsoll.Profiling.Intervals;

/// <summary>How one measurement lies beside its prediction.</summary>
/// <param name="Class">The class of the prediction.</param>
/// <param name="Workload">The workload, which is left out when its own interval is checked.</param>
/// <param name="LogRatio">ln(measured / predicted).</param>
public sealed record Residual(ResidualClass Class, Workload Workload, double LogRatio);
