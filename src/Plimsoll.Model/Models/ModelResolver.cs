using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Models.Hub;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models;

/// <summary>
/// Finds the model that <c>--model</c> names: one of the built-in catalogue, a local folder or <c>config.json</c>, or any other
/// Hugging Face id, whose configuration is taken from the caches on this machine or fetched.
/// </summary>
/// <param name="options">The hub and its caches.</param>
/// <param name="http">Sends the requests.</param>
/// <param name="time">The clock of time limits.</param>
public sealed class ModelResolver(HubOptions options, HttpClient http, TimeProvider time)
{
    /// <summary>Finds a model.</summary>
    /// <param name="model">What the user wrote.</param>
    /// <param name="cancellation">Stops fetching.</param>
    /// <exception cref="InvalidInputException">No such model, or its configuration is invalid.</exception>
    /// <exception cref="MissingDataException">The configuration cannot be had.</exception>
    public async Task<ResolvedModel> ResolveAsync(string model, CancellationToken cancellation = default)
    {
        if (TryResolveLocally(model) is { } local)
        {
            return local;
        }

        var files = await new HubClient(options, http, time).FetchAsync(model, cancellation);
        var fetched = Read(model, files);
        new HubCache(options).Save(model, files);
        return fetched;
    }

    /// <summary>Finds a model without the network; null when <paramref name="model"/> is a Hugging Face id that would have to be fetched.</summary>
    /// <exception cref="InvalidInputException">The text is no model, or its configuration is invalid.</exception>
    /// <exception cref="MissingDataException">A path without a readable configuration.</exception>
    public ResolvedModel? TryResolveLocally(string model)
    {
        if (IsPath(model))
        {
            return Read(model, LocalConfigs.Read(model));
        }

        if (ModelCatalog.TryFind(model) is { } known)
        {
            return new ResolvedModel(known, "built-in catalogue");
        }

        if (Directory.Exists(model))
        {
            return Read(model, LocalConfigs.Read(model));
        }

        if (!IsHubId(model))
        {
            throw new InvalidInputException(
                "--model",
                $"'{model}' is neither a known model, nor a folder or config.json, nor a Hugging Face id (org/name)",
                ModelCatalog.Suggest(model));
        }

        return new HubCache(options).TryRead(model) is { } cached ? Read(model, cached) : null;
    }

    private static ResolvedModel Read(string model, ConfigFiles files) =>
        new(ConfigReader.Read(model, files.Config, files.QuantConfig, files.Origin), files.Origin);

    private static bool IsPath(string model) =>
        Path.IsPathRooted(model)
        || model.StartsWith('.')
        || model.Contains('\\', StringComparison.Ordinal)
        || model.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    // Two names of letters, digits, '.', '_' and '-', as the hub allows them.
    private static bool IsHubId(string model)
    {
        var slash = model.IndexOf('/');
        return slash > 0 && IsName(model.AsSpan(0, slash)) && IsName(model.AsSpan(slash + 1));
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > 96 || !char.IsAsciiLetterOrDigit(name[0]) || name.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
