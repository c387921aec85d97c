namespace Plimsoll.Load.Endpoints;

/// <summary>What is called, and how.</summary>
public sealed record EndpointTarget
{
    /// <summary>The address requests are posted to.</summary>
    public required Uri Address { get; init; }

    /// <summary>The interface.</summary>
    public required EndpointKind Kind { get; init; }

    /// <summary>Whether answers are streamed.</summary>
    public required bool Streaming { get; init; }

    /// <summary>The model's name in requests.</summary>
    public required string Model { get; init; }

    /// <summary>Further headers of every request; may hold secrets, which no file and no message repeats.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Longest time a whole request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The address for a base URL: the interface's path is appended, to a base that ends in <c>/v1</c> without repeating that.</summary>
    /// <param name="baseUrl">With or without a scheme.</param>
    /// <param name="kind">The interface.</param>
    /// <param name="customPath">A path instead of the interface's, or null.</param>
    /// <returns>Null when it is no web address.</returns>
    public static Uri? AddressOf(string baseUrl, EndpointKind kind, string? customPath)
    {
        var text = baseUrl.Contains("://", StringComparison.Ordinal) ? baseUrl : "http://" + baseUrl;
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            return null;
        }

        var path = "/" + (customPath ?? (kind == EndpointKind.Chat ? "v1/chat/completions" : "v1/completions")).TrimStart('/');
        var root = address.AbsolutePath.TrimEnd('/');
        if (root.EndsWith("/v1", StringComparison.Ordinal) && path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            root = root[..^3];
        }

        return new UriBuilder(address) { Path = root + path }.Uri;
    }
}
