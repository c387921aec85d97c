using System.Text.Json.Nodes;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Runs;
using Plimsoll.Load.Schedules;

namespace Plimsoll.Cli.Benching;

/// <summary>A question in the layout of AIPerf's <c>input_config</c>.</summary>
internal static class InputConfig
{
    /// <summary>The question as JSON.</summary>
    public static JsonObject Of(BenchQuestion question)
    {
        var endpoint = new JsonObject
        {
            ["urls"] = new JsonArray(question.Url),
            ["type"] = question.Target.Kind == EndpointKind.Chat ? "chat" : "completions",
            ["streaming"] = question.Target.Streaming,
        };
        if (question.Extra.Count > 0)
        {
            endpoint["extra"] = question.Extra.DeepClone();
        }

        var prompts = new JsonObject { ["isl"] = Length(question.Input) };
        if (question.Output is { } output)
        {
            prompts["osl"] = Length(output);
        }

        var phases = new JsonArray();
        foreach (var phase in new[] { question.Warmup, question.Profiling }.OfType<PhaseSettings>())
        {
            phases.Add(Phase(phase));
        }

        return new JsonObject
        {
            ["models"] = new JsonObject { ["items"] = new JsonArray(new JsonObject { ["name"] = question.Target.Model }) },
            ["endpoint"] = endpoint,
            ["datasets"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["type"] = "synthetic",
                ["entries"] = question.Entries,
                ["random_seed"] = question.Seed,
                ["prompts"] = prompts,
            }),
            ["phases"] = phases,
            ["artifacts"] = new JsonObject { ["dir"] = question.ArtifactDir, ["auto_plot"] = false, ["plot_required"] = false },
            ["tokenizer"] = new JsonObject { ["name"] = question.Tokenizer ?? question.Target.Model },
            ["gpu_telemetry"] = new JsonObject { ["enabled"] = false },
            ["server_metrics"] = new JsonObject { ["enabled"] = false },
            ["network_latency"] = new JsonObject { ["enabled"] = false },
        };
    }

    private static JsonObject Length(LengthLaw law) => new() { ["mean"] = law.Mean, ["stddev"] = law.StandardDeviation };

    private static JsonObject Phase(PhaseSettings phase)
    {
        var name = phase.IsWarmup ? "warmup" : "profiling";
        var json = new JsonObject
        {
            ["name"] = name,
            ["kind"] = name,
            ["type"] = phase.RatePerS is null ? "concurrency" : phase.Law.ToString().ToLowerInvariant(),
        };
        if (phase.IsWarmup)
        {
            json["exclude_from_results"] = true;
        }

        Set(json, "requests", phase.Requests);
        Set(json, "duration", phase.Duration?.TotalSeconds);
        Set(json, "concurrency", phase.Concurrency);
        Set(json, "rate", phase.RatePerS);
        Set(json, "smoothness", phase.Law == ArrivalLaw.Gamma ? phase.Smoothness : null);
        Set(json, "grace_period", phase.Duration is null ? null : phase.Grace.TotalSeconds);
        return json;
    }

    private static void Set(JsonObject json, string key, double? value)
    {
        if (value is { } known)
        {
            json[key] = known;
        }
    }
}
