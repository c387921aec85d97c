using Plimsoll.Model.Models.Hub;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models.Hub;

public sealed class HubOptionsTests
{
    [Fact]
    public void Without_variables_the_usual_folders_and_address_hold()
    {
        var options = Read();
        Assert.Equal(new Uri("https://huggingface.co"), options.Endpoint);
        Assert.Null(options.Token);
        Assert.False(options.IsOffline);
        Assert.Equal(Path.Combine("home", ".cache", "huggingface", "hub"), options.HubCacheFolder);
        Assert.Equal(Path.Combine("home", ".cache", "huggingface", "plimsoll"), options.OwnCacheFolder);
    }

    [Fact]
    public void The_variables_of_Hugging_Face_are_obeyed()
    {
        var options = Read(
            ("HF_HOME", "/data/hf"), ("HF_HUB_CACHE", "/fast/hub"), ("HF_TOKEN", " t "), ("HF_ENDPOINT", "https://mirror.example/"), ("HF_HUB_OFFLINE", "1"));
        Assert.Equal(("/fast/hub", "t", true), (options.HubCacheFolder, options.Token, options.IsOffline));
        Assert.Equal(Path.Combine("/data/hf", "plimsoll"), options.OwnCacheFolder);
        Assert.Equal("mirror.example", options.Endpoint.Host);
    }

    [Theory]
    [InlineData("mirror")]
    [InlineData("file:///etc")]
    [InlineData("ftp://mirror")]
    public void An_endpoint_that_is_no_web_address_is_refused(string endpoint) =>
        Assert.Contains("is not a web address", Assert.Throws<InvalidInputException>(() => Read(("HF_ENDPOINT", endpoint))).Message);

    [Fact]
    public void A_token_travels_encrypted_or_stays_on_this_machine()
    {
        var refused = Assert.Throws<InvalidInputException>(() => Read(("HF_ENDPOINT", "http://mirror.example"), ("HF_TOKEN", "secret")));
        Assert.DoesNotContain("secret", refused.Message);
        Assert.Equal("secret", Read(("HF_ENDPOINT", "http://127.0.0.1:8080"), ("HF_TOKEN", "secret")).Token);
    }

    [Fact]
    public void Printing_the_options_keeps_the_token_secret() => Assert.DoesNotContain("secret", Read(("HF_TOKEN", "secret")).ToString());

    private static HubOptions Read(params (string Name, string Value)[] variables) =>
        HubOptions.FromEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value, "home");
}
