using Plimsoll.Load.Endpoints;

namespace Plimsoll.Load.Tests.Endpoints;

public sealed class EndpointTargetTests
{
    [Theory]
    [InlineData("localhost:8000", null, "http://localhost:8000/v1/chat/completions")]
    [InlineData("http://h:1/", null, "http://h:1/v1/chat/completions")]
    [InlineData("http://h:1/v1", null, "http://h:1/v1/chat/completions")]
    [InlineData("https://h/base/v1/", null, "https://h/base/v1/chat/completions")]
    [InlineData("http://h:1", "/other", "http://h:1/other")]
    [InlineData("http://h:1", "v1/chat/completions", "http://h:1/v1/chat/completions")]
    public void The_path_is_appended_once(string url, string? path, string address) =>
        Assert.Equal(new Uri(address), EndpointTarget.AddressOf(url, EndpointKind.Chat, path));

    [Theory]
    [InlineData("ftp://h")]
    [InlineData("http://")]
    public void Other_addresses_are_none(string url) => Assert.Null(EndpointTarget.AddressOf(url, EndpointKind.Chat, null));
}
