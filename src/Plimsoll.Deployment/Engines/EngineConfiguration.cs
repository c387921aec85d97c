using Plimsoll.Formats.Yaml;
using Plimsoll.Model.Backends;

namespace Plimsoll.Deployment.Engines;

/// <summary>The engine of a pool's workers: every setting with who decided it.</summary>
/// <param name="Version">The engine and the release that will run.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Arguments">The settings in the order of files.</param>
/// <param name="ExtraWords">Words that the user passes through, after all others.</param>
public sealed record EngineConfiguration(
    EngineVersion Version, WorkerPool Pool, IReadOnlyList<ChosenArgument> Arguments, IReadOnlyList<string> ExtraWords)
{
    /// <summary>Whether the settings go into a YAML file (TensorRT-LLM) rather than on the command line.</summary>
    public bool IsFile => Version.Backend == BackendKind.TensorRtLlm;

    /// <summary>The file's name: <c>agg_config.yaml</c>, <c>prefill_config.yaml</c> or <c>decode_config.yaml</c>.</summary>
    public string FileName => $"{Pool.Role.Name()}_config.yaml";

    /// <summary>The settings on the command line; none where they go into a file.</summary>
    public IReadOnlyList<string> Words() => IsFile ? ExtraWords : [.. Arguments.SelectMany(argument => argument.Words()), .. ExtraWords];

    /// <summary>The engine's YAML; for engines with flags, the same settings by their own names, to read.</summary>
    public YamlMap File()
    {
        var file = new YamlMap();
        if (IsFile)
        {
            file.Add("backend", "pytorch");
        }

        foreach (var argument in Arguments)
        {
            if (IsFile)
            {
                argument.WriteTo(file);
            }
            else
            {
                file.Set(argument.Spelling.NativeName, argument.Value);
            }
        }

        return file;
    }

    /// <summary>The value of a setting; null when it is left to the engine.</summary>
    public ChosenArgument? Find(EngineKey key) => Arguments.FirstOrDefault(argument => argument.Spelling.Key == key);
}
