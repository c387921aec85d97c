namespace Plimsoll.Deployment.Engines;

/// <summary>A setting of inference engines by the name that all of them share here.</summary>
/// <param name="Name">The name in <c>Workers.&lt;role&gt;.&lt;name&gt;</c>, e.g. <c>max_batch_size</c>.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Description">What it sets, one sentence.</param>
public sealed record EngineKey(string Name, ValueKind Kind, string Description);
