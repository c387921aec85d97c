using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Validation;

namespace Plimsoll.Deployment.Engines;

/// <summary>Understands the user's settings: by the shared name, by the engine's own, or by another engine's, which is translated.</summary>
internal static class OverrideReader
{
    private static readonly BackendKind[] Backends = [BackendKind.Vllm, BackendKind.Sglang, BackendKind.TensorRtLlm];

    /// <summary>The setting and value that an override means; null when it means none, which <paramref name="errors"/> says.</summary>
    public static (EngineSpelling Spelling, YamlNode Value)? Read(
        EngineOverride given, EngineVersion version, ICollection<ValidationError> errors, ICollection<string> notes)
    {
        if (Key(given.Name, version.Backend) is not { } key)
        {
            var known = EngineKeys.All.Select(k => k.Name).Concat(Backends.SelectMany(EngineSpellings.Of).Select(s => s.NativeName)).Distinct(StringComparer.Ordinal);
            errors.Add(new ValidationError(given.Path, $"no engine has a setting '{given.Name}' that is known here", NearestName.Hint(given.Name, known)));
            return null;
        }

        if (EngineSpellings.Find(version, key) is not { } spelling)
        {
            errors.Add(new ValidationError(given.Path, $"{version} has no such setting", Elsewhere(version, key)));
            return null;
        }

        if (key.Kind.Read(given.Value) is not { } value)
        {
            errors.Add(new ValidationError(given.Path, $"'{given.Value}' is not {key.Kind.Expected()}"));
            return null;
        }

        if (given.Name != spelling.NativeName)
        {
            var argument = new ChosenArgument(spelling, value, ArgumentSource.User, "");
            var meaning = key == EngineKeys.MemoryFraction && version.Backend != BackendKind.TensorRtLlm ? ", a share of all GPU memory" : "";
            notes.Add($"{given.Path}={given.Value} is {Said(argument, version)} in {version}{meaning}.");
        }

        return (spelling, value);
    }

    private static EngineKey? Key(string name, BackendKind backend) =>
        EngineKeys.All.FirstOrDefault(key => key.Name == name)
        ?? Backends.Order(Comparer<BackendKind>.Create((a, b) => (b == backend).CompareTo(a == backend)))
            .SelectMany(EngineSpellings.Of)
            .FirstOrDefault(spelling => spelling.NativeName == name)?.Key;

    private static string Said(ChosenArgument argument, EngineVersion version) =>
        version.Backend == BackendKind.TensorRtLlm
            ? $"{argument.Spelling.Name}: {argument.Shown}"
            : argument.Words() is { Count: > 0 } words ? string.Join(' ', words) : "what the engine does unasked";

    private static string? Elsewhere(EngineVersion version, EngineKey key)
    {
        var range = EngineSpellings.Of(version.Backend).FirstOrDefault(spelling => spelling.Key == key);
        return range switch
        {
            { Since: { } since } => $"{range.Name} exists since {since}",
            { Until: { } until } => $"{range.Name} was removed in {until}",
            _ => $"{string.Join(" and ", Backends.Where(b => EngineSpellings.Of(b).Any(s => s.Key == key)).Select(b => b.Name()))} have it",
        };
    }
}
