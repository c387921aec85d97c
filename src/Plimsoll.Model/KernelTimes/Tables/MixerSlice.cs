namespace Plimsoll.Model.KernelTimes.Tables;

/// <summary>The categories that one measured grid of a mixer shares, as the table names them.</summary>
/// <param name="Operation">Name of the operation, phase included.</param>
/// <param name="Model">The model whose layer was measured; empty for kernels of no particular model.</param>
/// <param name="Fmha">Arithmetic of prefill attention; the same for all decode rows.</param>
/// <param name="Kv">Storage of the cache.</param>
/// <param name="Gemm">Format of the projections; empty where they were not measured.</param>
internal readonly record struct MixerSlice(string Operation, string Model, string Fmha, string Kv, string Gemm);
