using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Support;

namespace Plimsoll.Cli.Composition;

/// <summary>
/// A folder with many models' configurations: <c>org--name_config.json</c> (with <c>org--name_hf_quant_config.json</c> beside it), or a folder for
/// each model with its <c>config.json</c>.
/// </summary>
internal static class ModelFolder
{
    private const string Config = "config.json";
    private const string QuantConfig = "hf_quant_config.json";

    /// <summary>All models of a folder, by name; a configuration that is refused keeps its reason.</summary>
    /// <exception cref="MissingDataException">No such folder, or no configuration in it.</exception>
    public static IReadOnlyList<SupportModel> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MissingDataException("--models-path", $"'{folder}' does not exist");
        }

        var flat = Directory.GetFiles(folder, "*_" + Config)
            .Where(path => !path.EndsWith("_" + QuantConfig, StringComparison.Ordinal))
            .Select(path => (Path: path, Name: Path.GetFileName(path)[..^(Config.Length + 1)]))
            .Select(file => Read(file.Name, file.Path, Path.Combine(folder, $"{file.Name}_{QuantConfig}")));
        var nested = Directory.GetDirectories(folder)
            .Select(below => (Path: Path.Combine(below, Config), Name: Path.GetFileName(below)))
            .Where(file => File.Exists(file.Path))
            .Select(file => Read(file.Name, file.Path, Path.Combine(folder, file.Name, QuantConfig)));
        var models = flat.Concat(nested).OrderBy(model => model.Id, StringComparer.Ordinal).ToArray();
        return models.Length > 0 ? models : throw new MissingDataException(
            "--models-path", $"'{folder}' holds no model configuration", "files named org--name_config.json, or folders with a config.json");
    }

    private static SupportModel Read(string name, string config, string quantConfig)
    {
        var id = name.Replace("--", "/", StringComparison.Ordinal);
        try
        {
            var quant = File.Exists(quantConfig) ? File.ReadAllBytes(quantConfig) : [];
            return new SupportModel(id, ConfigReader.Read(id, File.ReadAllBytes(config), quant, config), null);
        }
        catch (InvalidInputException refused)
        {
            return new SupportModel(id, null, string.Join("; ", refused.Errors.Select(error => $"{error.Path}: {error.Message}")));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(config, $"cannot be read: {unreadable.Message}");
        }
    }
}
