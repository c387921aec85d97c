using Plimsoll.Deployment.Options;
using Plimsoll.Model.Backends;
using Plimsoll.Planning.Reports;

namespace Plimsoll.Deployment.Dynamo;

/// <summary>The names of a Dynamo deployment's parts.</summary>
public static class DynamoNames
{
    /// <summary>The service that clients talk to.</summary>
    public const string Frontend = "Frontend";

    /// <summary>The deployment: <c>dynamo-agg</c> or <c>dynamo-disagg</c>.</summary>
    public static string Deployment(DeploymentPlan plan, DeploymentOptions options) =>
        $"{options.NamePrefix}-{(plan.Configuration.Mode == ServingMode.Agg ? "agg" : "disagg")}";

    /// <summary>The workers of a pool: <c>VLLMPrefillWorker</c>.</summary>
    public static string Worker(BackendKind backend, WorkerRole role)
    {
        var engine = backend switch
        {
            BackendKind.Vllm => "VLLM",
            BackendKind.Sglang => "SGLang",
            _ => "TRTLLM",
        };
        return engine + role switch
        {
            WorkerRole.Agg => "Worker",
            WorkerRole.Prefill => "PrefillWorker",
            _ => "DecodeWorker",
        };
    }

    /// <summary>The Python module that runs an engine under Dynamo.</summary>
    public static string Module(BackendKind backend) => $"dynamo.{backend.Name()}";
}
