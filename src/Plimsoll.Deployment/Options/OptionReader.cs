using Plimsoll.Deployment.Engines;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;

namespace Plimsoll.Deployment.Options;

/// <summary>Reads assignments such as <c>Workers.agg.max_num_seqs=2048</c> and <c>K8sConfig.k8s_namespace=team-a</c>.</summary>
public static class OptionReader
{
    private const string Workers = "Workers.";
    private static readonly WorkerRole[] Roles = [WorkerRole.Agg, WorkerRole.Prefill, WorkerRole.Decode];

    /// <summary>The options with all assignments; of two for the same key the later wins. Every problem is added to <paramref name="errors"/>.</summary>
    public static DeploymentOptions Read(IEnumerable<string> assignments, DeploymentOptions options, ICollection<ValidationError> errors)
    {
        foreach (var assignment in assignments)
        {
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                errors.Add(new ValidationError(assignment, "is not KEY=VALUE"));
                continue;
            }

            options = Read(assignment[..equals], assignment[(equals + 1)..], options, errors);
        }

        return options;
    }

    private static DeploymentOptions Read(string key, string value, DeploymentOptions options, ICollection<ValidationError> errors)
    {
        if (key.StartsWith(Workers, StringComparison.Ordinal))
        {
            return Engine(key, value, options, errors);
        }

        if (OptionKeys.All.FirstOrDefault(k => k.Name == key) is not { } known)
        {
            errors.Add(new ValidationError(key, "unknown key", NearestName.Hint(key, AllNames())));
            return options;
        }

        if (known.Set(options, value) is { } changed)
        {
            return changed;
        }

        errors.Add(new ValidationError(key, $"'{value}' is not {known.Expected}"));
        return options;
    }

    private static DeploymentOptions Engine(string key, string value, DeploymentOptions options, ICollection<ValidationError> errors)
    {
        var steps = key.Split('.', 3);
        var role = Array.FindIndex(Roles, r => r.Name() == steps[1]);
        if (steps.Length < 3 || role < 0)
        {
            errors.Add(new ValidationError(key, "is not Workers.agg.SETTING, Workers.prefill.SETTING or Workers.decode.SETTING", NearestName.Hint(key, AllNames())));
            return options;
        }

        var given = new EngineOverride(Roles[role], steps[2], value, key);
        return options with { Overrides = [.. options.Overrides.Where(o => o.Path != key), given] };
    }

    private static IEnumerable<string> AllNames() =>
    [
        .. OptionKeys.All.Select(key => key.Name),
        .. from role in Roles from key in EngineKeys.All select $"{Workers}{role.Name()}.{key.Name}",
        .. from role in Roles
           from backend in Enum.GetValues<BackendKind>()
           from spelling in EngineSpellings.Of(backend)
           select $"{Workers}{role.Name()}.{spelling.NativeName}",
    ];
}
