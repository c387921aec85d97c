using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;

namespace Plimsoll.Deployment.Engines;

/// <summary>Makes the engine settings of a plan's pools.</summary>
public static class EngineConfigurations
{
    /// <summary>The settings of each pool, in the order of the pools. A user's value always wins, and one that breaks the plan is an error.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="version">The engine and the release that will run; usually the planned one, or the one in the image.</param>
    /// <param name="isRouted">Whether a router sends prompts to where their prefix is cached.</param>
    /// <param name="overrides">The user's settings.</param>
    /// <param name="extraWords">Words that are passed through, by role.</param>
    /// <param name="errors">Takes unknown names, wrong values, contradictions, and layouts that the engine cannot take.</param>
    /// <param name="notes">Takes a sentence for each translated name.</param>
    public static IReadOnlyList<EngineConfiguration> For(
        DeploymentPlan plan,
        EngineVersion version,
        bool isRouted,
        IReadOnlyList<EngineOverride> overrides,
        IReadOnlyDictionary<WorkerRole, IReadOnlyList<string>> extraWords,
        ICollection<ValidationError> errors,
        ICollection<string> notes)
    {
        foreach (var given in overrides.Where(given => plan.Pools.All(pool => pool.Role != given.Role)))
        {
            if (OverrideReader.Read(given, version, errors, []) is not null)
            {
                notes.Add($"{given.Path} has no effect here: there are no {given.Role.Name()} workers.");
            }
        }

        return
        [
            .. plan.Pools.Select(pool => new EngineConfiguration(
                version, pool, Arguments(plan, pool, version, isRouted, overrides, errors, notes), extraWords.GetValueOrDefault(pool.Role, []))),
        ];
    }

    private static List<ChosenArgument> Arguments(
        DeploymentPlan plan,
        WorkerPool pool,
        EngineVersion version,
        bool isRouted,
        IReadOnlyList<EngineOverride> overrides,
        ICollection<ValidationError> errors,
        ICollection<string> notes)
    {
        if (LayoutRefusal(plan, pool, version) is { } refusal)
        {
            errors.Add(new ValidationError(pool.Plan.Parallel, refusal, "plan with another layout, or another backend"));
        }

        var planned = new PlannedArguments(plan, pool, version).Values(isRouted);
        var contradictions = new PlanContradictions(plan, pool, version.Backend);
        var chosen = new Dictionary<EngineKey, ChosenArgument>();
        foreach (var (key, (value, reason)) in planned)
        {
            if (EngineSpellings.Find(version, key) is { } spelling)
            {
                chosen[key] = new ChosenArgument(spelling, value, ArgumentSource.Plan, reason);
            }
        }

        foreach (var given in overrides.Where(given => given.Role == pool.Role))
        {
            if (OverrideReader.Read(given, version, errors, notes) is not { } read)
            {
                continue;
            }

            var (spelling, value) = read;
            if (contradictions.Find(spelling.Key, value, planned.TryGetValue(spelling.Key, out var asPlanned) ? asPlanned.Value : null) is var (why, hint))
            {
                errors.Add(new ValidationError(given.Path, $"{given.Value} contradicts the plan: {why}", hint));
            }

            chosen[spelling.Key] = new ChosenArgument(spelling, value, ArgumentSource.User, given.Path);
        }

        return [.. EngineKeys.All.Where(chosen.ContainsKey).Select(key => chosen[key])];
    }

    private static string? LayoutRefusal(DeploymentPlan plan, WorkerPool pool, EngineVersion version)
    {
        var layout = pool.Plan.Layout;
        return version.Backend switch
        {
            BackendKind.Vllm when plan.Model.IsMoe && layout is { MoeTp: > 1, MoeEp: > 1 } =>
                "vLLM spreads experts whole or cut, not both at once",
            BackendKind.TensorRtLlm when layout is { Tp: > 1, AttentionDp: > 1 } =>
                "TensorRT-LLM's attention is tensor-parallel or data-parallel, not both at once",
            _ => null,
        };
    }
}
