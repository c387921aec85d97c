using Plimsoll.Model.Backends;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;

namespace Plimsoll.Profiling.StepValidation;

/// <summary>One priced iteration of a peer: what it was asked and what it answered.</summary>
/// <param name="Id">The row's number in the file.</param>
/// <param name="Prefill">A prefill of the whole batch (<c>ctx</c>), else one decode step (<c>gen</c>).</param>
/// <param name="Model">Hugging Face name.</param>
/// <param name="System">System name.</param>
/// <param name="Engine">Backend and release.</param>
/// <param name="Layout">Parallel layout.</param>
/// <param name="Quantization">Resolved number formats.</param>
/// <param name="Batch">Sequences per attention data-parallel rank.</param>
/// <param name="Sequence">Prompt tokens; for decode the tokens before the one that is generated.</param>
/// <param name="Prefix">Prompt tokens already cached.</param>
/// <param name="LatencyMs">The peer's price; null when it raised an error.</param>
/// <param name="WeightsGib">The peer's weights per GPU; null when it gave none.</param>
public sealed record StepRow(
    int Id,
    bool Prefill,
    string Model,
    string System,
    EngineVersion Engine,
    ParallelLayout Layout,
    QuantizationPlan Quantization,
    int Batch,
    int Sequence,
    int Prefix,
    double? LatencyMs,
    double? WeightsGib)
{
    /// <summary>The iteration as our engine model sees it. A decode step attends to one token more than the sequence had.</summary>
    public BatchShape Shape => Prefill
        ? BatchShape.PrefillOnly(new PrefillChunk(Sequence - Prefix, Prefix, Batch))
        : BatchShape.Decode(Batch, Sequence + 1);
}
