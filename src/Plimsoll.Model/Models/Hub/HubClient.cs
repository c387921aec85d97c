using System.Net;
using System.Net.Http.Headers;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.Hub;

/// <summary>Fetches configuration files from a Hugging Face hub (<c>{endpoint}/{id}/resolve/main/{file}</c>).</summary>
internal sealed class HubClient(HubOptions options, HttpClient http, TimeProvider time)
{
    private const string Offline = "give a folder with the model's config.json, or a model of the built-in catalogue";

    /// <summary>Fetches both files of a model.</summary>
    /// <exception cref="MissingDataException">The hub cannot be reached, or keeps the model from us.</exception>
    /// <exception cref="InvalidInputException">The hub has no such model, or the answer is too long.</exception>
    public async Task<ConfigFiles> FetchAsync(string id, CancellationToken cancellation)
    {
        if (options.IsOffline)
        {
            throw new MissingDataException(id, "its configuration is not on this machine, and HF_HUB_OFFLINE forbids fetching it", OfflineHint(id));
        }

        var config = await FetchFileAsync(id, ConfigFiles.ConfigName, isOptional: false, cancellation)
            ?? throw new InvalidInputException("--model", $"the repository '{id}' has no {ConfigFiles.ConfigName}", "it may hold an adapter or another format");
        var quant = await FetchFileAsync(id, ConfigFiles.QuantConfigName, isOptional: true, cancellation);
        return new ConfigFiles(config, quant ?? [], Address(id).ToString());
    }

    private async Task<byte[]?> FetchFileAsync(string id, string file, bool isOptional, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address($"{id}/resolve/main/{file}"));
            if (options.Token is { } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await ReadBoundedAsync(response, either.Token)
                : Refuse(id, response, isOptional);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MissingDataException(id, $"{options.Endpoint} did not answer within {options.Timeout.TotalSeconds:0.#} s", OfflineHint(id));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new MissingDataException(id, $"{options.Endpoint} cannot be reached: {broken.Message}", OfflineHint(id));
        }
    }

    // Without the hub a mistyped name cannot be told from an unknown one; the nearest built-in name is offered for the first case.
    private static string OfflineHint(string id) => ModelCatalog.Suggest(id) is { } near ? $"{near} Or {Offline}" : Offline;

    private static async Task<byte[]> ReadBoundedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = await body.ReadAsync(buffer, cancellation); read > 0; read = await body.ReadAsync(buffer, cancellation))
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > ConfigReader.MaximumBytes)
            {
                throw new InvalidInputException(
                    response.RequestMessage?.RequestUri?.ToString() ?? "--model", $"is longer than {ConfigReader.MaximumBytes} bytes");
            }
        }

        return bytes.ToArray();
    }

    // The hub says in X-Error-Code what a status alone does not: unknown repositories answer 401 to the anonymous.
    private byte[]? Refuse(string id, HttpResponseMessage response, bool isOptional)
    {
        var code = response.Headers.TryGetValues("X-Error-Code", out var values) ? values.FirstOrDefault() : null;
        return (response.StatusCode, code) switch
        {
            (HttpStatusCode.NotFound, "EntryNotFound") => null,
            (HttpStatusCode.NotFound, null) when isOptional => null,
            (_, "GatedRepo") => throw new MissingDataException(id, "is a gated model", AccessHint(id)),
            (HttpStatusCode.NotFound, _) or (_, "RepoNotFound") => throw new InvalidInputException(
                "--model", $"there is no model '{id}' on {options.Endpoint}", ModelCatalog.Suggest(id) ?? "private models need HF_TOKEN"),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => throw new MissingDataException(
                id, $"{options.Endpoint} refuses access ({(int)response.StatusCode}): the model is gated or private", AccessHint(id)),
            _ => throw new MissingDataException(id, $"{options.Endpoint} answered {(int)response.StatusCode}", OfflineHint(id)),
        };
    }

    // A mirror may live below a path.
    private Uri Address(string path) => new($"{options.Endpoint.ToString().TrimEnd('/')}/{path}");

    private string AccessHint(string id) => options.Token is null
        ? $"accept its terms on {Address(id)} and set HF_TOKEN"
        : $"HF_TOKEN is set but has no access: accept the terms on {Address(id)}";
}
