using Plimsoll.Deployment.Engines;
using Plimsoll.Deployment.Options;
using Plimsoll.Deployment.Runtimes;
using Plimsoll.Model.Backends;

namespace Plimsoll.Deployment.Dynamo;

/// <summary>The command line of a worker under Dynamo.</summary>
public static class WorkerCommand
{
    private const string Connector = """{"kv_connector":"NixlConnector","kv_role":"kv_both"}""";
    private const int VllmEventPort = 20_081;
    private const int SglangEventPort = 5557;

    /// <summary>The command before its arguments.</summary>
    public static IReadOnlyList<string> Command(EngineConfiguration engine) => ["python3", "-m", DynamoNames.Module(engine.Version.Backend)];

    /// <summary>The arguments: the model, the engine's settings, the role, what the router needs.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="engine">The engine's settings.</param>
    /// <param name="runtime">What will run.</param>
    /// <param name="options">Names and the router.</param>
    /// <param name="configFolder">Where the engine's file lies, for engines that read one.</param>
    /// <param name="eventPortOffset">What is added to the port of cache events, so that workers of one host differ.</param>
    public static IReadOnlyList<string> Arguments(
        DeploymentPlan plan, EngineConfiguration engine, Runtime runtime, DeploymentOptions options, string configFolder, int eventPortOffset = 0)
    {
        var backend = engine.Version.Backend;
        var role = engine.Pool.Role;
        List<string> words =
        [
            backend == BackendKind.Vllm ? "--model" : "--model-path", plan.Request.Model,
            "--served-model-name", options.ServedModelName ?? plan.Request.Model,
        ];
        if (engine.IsFile)
        {
            words.AddRange(["--extra-engine-args", $"{configFolder}/{engine.FileName}"]);
        }

        if (role != WorkerRole.Agg)
        {
            words.AddRange(backend switch
            {
                BackendKind.Vllm => [.. runtime.Dynamo.VllmRole(role), "--kv-transfer-config", Connector],
                BackendKind.Sglang => ["--disaggregation-mode", role.Name(), "--host", "0.0.0.0"],
                _ => ["--disaggregation-mode", role.Name()],
            });
        }

        if (options.KvRouter)
        {
            words.AddRange(backend switch
            {
                BackendKind.Vllm => ["--kv-events-config", Events(VllmEventPort + eventPortOffset, ",\"enable_kv_cache_events\":true")],
                BackendKind.Sglang => ["--kv-events-config", Events(SglangEventPort + eventPortOffset, "")],
                _ => ["--publish-events-and-metrics"],
            });
        }

        return [.. words, .. engine.Words()];
    }

    /// <summary>The arguments of the frontend.</summary>
    public static IReadOnlyList<string> Frontend(DeploymentOptions options) =>
        options.KvRouter
            ? ["--http-port", Port(options), "--router-mode", "kv"]
            : ["--http-port", Port(options)];

    private static string Events(int port, string more) =>
        $$"""{"publisher":"zmq","topic":"kv-events","endpoint":"tcp://*:{{port}}"{{more}}}""";

    private static string Port(DeploymentOptions options) => options.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
