using System.Text.Json;
using Plimsoll.Load.Prompts;

namespace Plimsoll.Load.Exports;

/// <summary>Writes <c>inputs.json</c>: the requests of the data set as they are sent.</summary>
internal static class InputsFile
{
    public static void Write(Stream output, IEnumerable<PreparedRequest> requests)
    {
        using var json = new Utf8JsonWriter(output, JsonFormats.Indented);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var request in requests)
        {
            json.WriteStartObject();
            json.WriteString("session_id"u8, $"session_{request.Index:D6}");
            json.WriteStartArray("payloads"u8);
            using var body = JsonDocument.Parse(request.Body);
            body.RootElement.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
