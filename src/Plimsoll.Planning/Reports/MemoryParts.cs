namespace Plimsoll.Planning.Reports;

/// <summary>The memory of one GPU of a worker, GiB.</summary>
/// <param name="DeviceGib">Device memory.</param>
/// <param name="BudgetGib">What the engine may use.</param>
/// <param name="WeightsGib">Weights.</param>
/// <param name="ActivationGib">Activation peak at the token budget.</param>
/// <param name="GraphGib">CUDA graphs.</param>
/// <param name="CommunicationGib">Communication buffers.</param>
/// <param name="FrameworkGib">CUDA context and other overhead.</param>
/// <param name="KvGib">KV cache in use at this load.</param>
/// <param name="KvCapacityGib">KV cache that fits.</param>
/// <param name="KvCapacityTokens">Tokens that the KV cache holds, per attention rank.</param>
public sealed record MemoryParts(
    double DeviceGib,
    double BudgetGib,
    double WeightsGib,
    double ActivationGib,
    double GraphGib,
    double CommunicationGib,
    double FrameworkGib,
    double KvGib,
    double KvCapacityGib,
    long KvCapacityTokens);
