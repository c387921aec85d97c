using Plimsoll.Load.Tokenizing;
using Plimsoll.Model.Models.Hub;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Benching;

/// <summary>Finds a tokenizer by the name a user gives it.</summary>
/// <param name="variable">Looks up an environment variable; null when it is unset.</param>
internal sealed class TokenizerChoice(Func<string, string?> variable)
{
    private const string FileName = "tokenizer.json";
    private const string Choices = "give --tokenizer a folder or file with tokenizer.json, a model in the Hugging Face cache, or 'none'";

    /// <summary>The tokenizer of a name; null for <c>none</c>.</summary>
    /// <param name="name">A file, a folder, a model's name, <c>none</c>, or null for the model's own.</param>
    /// <param name="model">The model's name.</param>
    /// <exception cref="InvalidInputException">There is none, or it cannot be read.</exception>
    public ITokenizer? Find(string? name, string model)
    {
        if (name == "none")
        {
            return null;
        }

        var wanted = name ?? model;
        var path = File.Exists(wanted) ? wanted
            : File.Exists(Path.Combine(wanted, FileName)) ? Path.Combine(wanted, FileName)
            : InCache(wanted);
        if (path is null)
        {
            throw new InvalidInputException(BenchFlags.Tokenizer.Name, $"no {FileName} for '{wanted}' on this machine, and it is not fetched from the hub yet", Choices);
        }

        try
        {
            return TokenizerFile.Open(path);
        }
        catch (TokenizerException odd)
        {
            throw new InvalidInputException(BenchFlags.Tokenizer.Name, odd.Message, Choices);
        }
    }

    private string? InCache(string id)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var repository = Path.Combine(HubOptions.FromEnvironment(variable, home).HubCacheFolder, "models--" + id.Replace("/", "--", StringComparison.Ordinal));
        var reference = Path.Combine(repository, "refs", "main");
        var snapshots = Path.Combine(repository, "snapshots");
        if (!Directory.Exists(snapshots))
        {
            return null;
        }

        var current = File.Exists(reference) ? Path.Combine(snapshots, File.ReadAllText(reference).Trim()) : "";
        return Directory.GetDirectories(snapshots).Order(StringComparer.Ordinal).Prepend(current)
            .Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
    }
}
