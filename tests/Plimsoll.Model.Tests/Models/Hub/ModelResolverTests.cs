using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Hub;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models.Hub;

public sealed class ModelResolverTests : IDisposable
{
    private const string Config = "/org/model/resolve/main/config.json";
    private const string QuantConfig = "/org/model/resolve/main/hf_quant_config.json";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("plimsoll-hub");
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task A_model_of_the_catalogue_needs_nothing_else()
    {
        var resolved = await Resolver(Options()).ResolveAsync("Qwen/Qwen3-32B-FP8");
        Assert.Equal(("Qwen/Qwen3-32B-FP8", "built-in catalogue"), (resolved.Model.Id, resolved.Origin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("config.json")]
    public async Task A_local_folder_or_its_configuration_is_read_with_its_quantisation(string file)
    {
        var folder = _home.CreateSubdirectory("my-model").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), ConfigText.Llama);
        await File.WriteAllTextAsync(Path.Combine(folder, "hf_quant_config.json"), """{"quantization": {"quant_algo": "FP8"}}""");

        var resolved = await Resolver(Options()).ResolveAsync(Path.Combine(folder, file));

        Assert.Equal(4, resolved.Model.Layers);
        Assert.Equal(GemmQuant.Fp8Static, resolved.Model.Quantization.Gemm);
    }

    [Fact]
    public async Task A_folder_without_a_configuration_is_missing_data()
    {
        var missing = await Assert.ThrowsAsync<MissingDataException>(() => Resolver(Options()).ResolveAsync(_home.FullName));
        Assert.Contains("there is no config.json", missing.Message);
    }

    [Fact]
    public async Task Errors_of_a_local_configuration_name_the_file()
    {
        var path = Path.Combine(_home.FullName, "wrong.json");
        await File.WriteAllTextAsync(path, "{\"architectures\": 1}");
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Resolver(Options()).ResolveAsync(path));
        Assert.All(refused.Errors, error => Assert.StartsWith(path, error.Path));
    }

    [Fact]
    public async Task An_unknown_id_is_fetched_once_with_the_token_and_kept()
    {
        using var hub = new StubHub();
        hub.Answer(Config, ConfigText.Llama);
        hub.Answer(QuantConfig, """{"quantization": {"quant_algo": "FP8", "kv_cache_quant_algo": "FP8"}}""");
        var options = Options(hub) with { Token = "secret" };

        var first = await Resolver(options).ResolveAsync("org/model");
        var second = await Resolver(options with { IsOffline = true }).ResolveAsync("org/model");

        Assert.Equal([$"{Config} Bearer secret", $"{QuantConfig} Bearer secret"], hub.Requests);
        Assert.Equal($"{hub.Endpoint}org/model", first.Origin);
        Assert.Equal(new QuantizationPlan { Gemm = GemmQuant.Fp8Static, KvCache = KvQuant.Fp8 }, first.Model.Quantization);
        Assert.Equal(first.Model.Quantization, second.Model.Quantization);
        Assert.StartsWith(options.OwnCacheFolder, second.Origin);
        Assert.Empty(Directory.GetFiles(options.OwnCacheFolder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Most_models_have_no_second_file()
    {
        using var hub = new StubHub();
        hub.Answer(Config, ConfigText.Llama);
        hub.Answer(QuantConfig, "", 404, "EntryNotFound");
        Assert.Equal(new QuantizationPlan(), (await Resolver(Options(hub)).ResolveAsync("org/model")).Model.Quantization);
    }

    [Fact]
    public async Task A_snapshot_of_the_hub_cache_is_used_at_its_current_commit()
    {
        var options = Options();
        var repository = Path.Combine(options.HubCacheFolder, "models--org--model");
        foreach (var (commit, layers) in new[] { ("aaa", "2"), ("bbb", "3") })
        {
            var snapshot = Directory.CreateDirectory(Path.Combine(repository, "snapshots", commit)).FullName;
            await File.WriteAllTextAsync(Path.Combine(snapshot, "config.json"), ConfigText.With(("num_hidden_layers", layers)));
        }

        Directory.CreateDirectory(Path.Combine(repository, "refs"));
        await File.WriteAllTextAsync(Path.Combine(repository, "refs", "main"), "bbb");
        Assert.Equal(3, (await Resolver(options).ResolveAsync("org/model")).Model.Layers);

        await File.WriteAllTextAsync(Path.Combine(repository, "refs", "main"), "../../elsewhere");
        Assert.Equal(2, (await Resolver(options).ResolveAsync("org/model")).Model.Layers);
    }

    [Fact]
    public async Task Offline_says_what_else_would_do()
    {
        var missing = await Assert.ThrowsAsync<MissingDataException>(() => Resolver(Options() with { IsOffline = true }).ResolveAsync("org/model"));
        Assert.Contains("HF_HUB_OFFLINE", missing.Error.Message);
        Assert.Contains("give a folder", missing.Error.Hint);
    }

    [Fact]
    public async Task A_hub_that_cannot_be_reached_is_missing_data()
    {
        var hub = new StubHub();
        hub.Dispose();
        var missing = await Assert.ThrowsAsync<MissingDataException>(() => Resolver(Options(hub)).ResolveAsync("org/model"));
        Assert.Contains("cannot be reached", missing.Error.Message);
        Assert.Contains("give a folder", missing.Error.Hint);
    }

    [Fact]
    public async Task A_hub_that_does_not_answer_is_given_up()
    {
        using var hub = new StubHub { IsSilent = true };
        var missing = await Assert.ThrowsAsync<MissingDataException>(
            () => Resolver(Options(hub) with { Timeout = TimeSpan.FromMilliseconds(50) }).ResolveAsync("org/model"));
        Assert.Contains("did not answer within", missing.Error.Message);
    }

    [Theory]
    [InlineData(401, "GatedRepo", "is a gated model", null)]
    [InlineData(403, "GatedRepo", "is a gated model", "secret")]
    [InlineData(401, null, "gated or private", null)]
    [InlineData(403, null, "gated or private", "secret")]
    public async Task A_gated_model_says_how_to_get_access_and_keeps_the_token_secret(int status, string? code, string message, string? token)
    {
        using var hub = new StubHub();
        hub.Answer(Config, "", status, code);
        var missing = await Assert.ThrowsAsync<MissingDataException>(() => Resolver(Options(hub) with { Token = token }).ResolveAsync("org/model"));

        Assert.Contains(message, missing.Error.Message);
        Assert.Contains("HF_TOKEN", missing.Error.Hint);
        Assert.DoesNotContain("secret", missing.ToString());
    }

    [Theory]
    [InlineData(404, null)]
    [InlineData(401, "RepoNotFound")]
    public async Task A_model_that_the_hub_does_not_know_is_refused_with_the_nearest(int status, string? code)
    {
        using var hub = new StubHub();
        hub.Answer("/Qwen/Qwen3-32B-FP9/resolve/main/config.json", "", status, code);
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Resolver(Options(hub)).ResolveAsync("Qwen/Qwen3-32B-FP9"));
        Assert.Equal("did you mean 'Qwen/Qwen3-32B-FP8'?", Assert.Single(refused.Errors).Hint);
    }

    [Fact]
    public async Task A_repository_without_a_configuration_is_refused()
    {
        using var hub = new StubHub();
        hub.Answer(Config, "", 404, "EntryNotFound");
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Resolver(Options(hub)).ResolveAsync("org/model"));
        Assert.Contains("has no config.json", refused.Message);
    }

    [Fact]
    public async Task A_failing_hub_is_missing_data()
    {
        using var hub = new StubHub();
        hub.Answer(Config, "", 503);
        var missing = await Assert.ThrowsAsync<MissingDataException>(() => Resolver(Options(hub)).ResolveAsync("org/model"));
        Assert.Contains("answered 503", missing.Error.Message);
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        using var hub = new StubHub();
        hub.Answer(Config, new string(' ', ConfigReader.MaximumBytes + 1));
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Resolver(Options(hub)).ResolveAsync("org/model"));
        Assert.Contains("is longer than", refused.Message);
    }

    [Fact]
    public async Task A_fetched_configuration_that_is_invalid_is_not_kept()
    {
        using var hub = new StubHub();
        hub.Answer(Config, "{}");
        var options = Options(hub);
        await Assert.ThrowsAsync<InvalidInputException>(() => Resolver(options).ResolveAsync("org/model"));
        Assert.False(Directory.Exists(options.OwnCacheFolder));
    }

    [Theory]
    [InlineData("Qwen3-32B-FP8", "did you mean 'Qwen/Qwen3-32B-FP8'?")]
    [InlineData("qwen3-32b", "did you mean 'Qwen/Qwen3-32B'?")]
    [InlineData("org/model/extra", null)]
    [InlineData("org/../secret", null)]
    [InlineData("a b/c", null)]
    [InlineData("", null)]
    public async Task Text_that_is_no_model_at_all_is_refused(string text, string? hint)
    {
        var refused = await Assert.ThrowsAsync<InvalidInputException>(() => Resolver(Options()).ResolveAsync(text));
        Assert.Equal(hint, Assert.Single(refused.Errors).Hint);
    }

    private HubOptions Options(StubHub? hub = null) => new()
    {
        Endpoint = hub?.Endpoint ?? new Uri("http://127.0.0.1:9"),
        HubCacheFolder = Path.Combine(_home.FullName, "hub"),
        OwnCacheFolder = Path.Combine(_home.FullName, "plimsoll"),
    };

    private ModelResolver Resolver(HubOptions options) => new(options, _http, TimeProvider.System);
}
