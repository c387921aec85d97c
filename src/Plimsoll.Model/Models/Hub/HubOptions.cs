using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.Hub;

/// <summary>Where configurations of Hugging Face models come from, and how.</summary>
public sealed record HubOptions
{
    private static readonly Uri HuggingFace = new("https://huggingface.co");

    /// <summary>The hub (<c>HF_ENDPOINT</c>).</summary>
    public Uri Endpoint { get; init; } = HuggingFace;

    /// <summary>The access token (<c>HF_TOKEN</c>), sent to the hub only and never shown; null = anonymous.</summary>
    public string? Token { get; init; }

    /// <summary>The cache that other tools keep (<c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>); read, never written.</summary>
    public required string HubCacheFolder { get; init; }

    /// <summary>Where this tool keeps what it fetched (<c>HF_HOME/plimsoll</c>).</summary>
    public required string OwnCacheFolder { get; init; }

    /// <summary>Whether the network is off limits (<c>HF_HUB_OFFLINE</c>).</summary>
    public bool IsOffline { get; init; }

    /// <summary>Longest wait for one file.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The options that the usual variables describe.</summary>
    /// <param name="variable">Looks up an environment variable; null when it is unset.</param>
    /// <param name="homeFolder">The user's home folder.</param>
    /// <exception cref="InvalidInputException"><c>HF_ENDPOINT</c> is no web address, or would carry the token unencrypted.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> variable, string homeFolder)
    {
        var caches = Stated(variable, "XDG_CACHE_HOME") ?? Path.Combine(homeFolder, ".cache");
        var home = Stated(variable, "HF_HOME") ?? Path.Combine(caches, "huggingface");
        var options = new HubOptions
        {
            Endpoint = ReadEndpoint(Stated(variable, "HF_ENDPOINT")),
            Token = Stated(variable, "HF_TOKEN") ?? Stated(variable, "HUGGING_FACE_HUB_TOKEN"),
            HubCacheFolder = Stated(variable, "HF_HUB_CACHE") ?? Path.Combine(home, "hub"),
            OwnCacheFolder = Path.Combine(home, "plimsoll"),
            IsOffline = Stated(variable, "HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };
        if (options.Token is not null && options.Endpoint.Scheme != Uri.UriSchemeHttps && !options.Endpoint.IsLoopback)
        {
            throw new InvalidInputException("HF_ENDPOINT", $"{options.Endpoint} would receive HF_TOKEN unencrypted", "use an https address");
        }

        return options;
    }

    private static Uri ReadEndpoint(string? text)
    {
        if (text is null)
        {
            return HuggingFace;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp)
            ? endpoint
            : throw new InvalidInputException("HF_ENDPOINT", $"'{text}' is not a web address", "e.g. https://huggingface.co");
    }

    private static string? Stated(Func<string, string?> variable, string name) => variable(name)?.Trim() is { Length: > 0 } value ? value : null;

    // Keeps the token out of anything that prints the options.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append("Endpoint = ").Append(Endpoint).Append(", Token = ").Append(Token is null ? "none" : "set");
        return true;
    }
}
