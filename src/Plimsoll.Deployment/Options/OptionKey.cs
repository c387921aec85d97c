namespace Plimsoll.Deployment.Options;

/// <summary>A key of <c>--generator-set</c> outside the engines.</summary>
/// <param name="Name">The dotted name, e.g. <c>K8sConfig.k8s_namespace</c>.</param>
/// <param name="Expected">What a value must be, in words.</param>
/// <param name="Default">What holds without it, in words.</param>
/// <param name="Description">What it sets, one sentence.</param>
/// <param name="Set">The options with the value, or null when the value is none.</param>
public sealed record OptionKey(string Name, string Expected, string Default, string Description, Func<DeploymentOptions, string, DeploymentOptions?> Set);
