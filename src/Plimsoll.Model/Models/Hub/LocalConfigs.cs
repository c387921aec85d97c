using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.Hub;

/// <summary>Reads the configuration files of a folder.</summary>
internal static class LocalConfigs
{
    /// <summary>The files of a model folder, or of the folder in which the given <c>config.json</c> lies.</summary>
    /// <exception cref="MissingDataException">No configuration there, or not readable.</exception>
    /// <exception cref="InvalidInputException">A file is too long.</exception>
    public static ConfigFiles Read(string path)
    {
        var config = Directory.Exists(path) ? Path.Combine(path, ConfigFiles.ConfigName) : path;
        if (!File.Exists(config))
        {
            throw new MissingDataException(
                path, $"there is no {ConfigFiles.ConfigName}", "give a folder with the model's configuration, the file itself or a Hugging Face id");
        }

        var quant = Path.Combine(Path.GetDirectoryName(config) ?? "", ConfigFiles.QuantConfigName);
        return new ConfigFiles(ReadFile(config), File.Exists(quant) ? ReadFile(quant) : [], path);
    }

    /// <summary>The files of a folder, or null when it has no configuration.</summary>
    public static ConfigFiles? TryRead(string folder) => File.Exists(Path.Combine(folder, ConfigFiles.ConfigName)) ? Read(folder) : null;

    private static byte[] ReadFile(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= ConfigReader.MaximumBytes
                ? File.ReadAllBytes(path)
                : throw new InvalidInputException(path, $"is {length} bytes long; at most {ConfigReader.MaximumBytes} are read");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }
    }
}
