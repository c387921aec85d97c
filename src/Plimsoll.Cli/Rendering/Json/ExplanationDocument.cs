using System.Text.Json;
using Plimsoll.Cli.Explanations;

namespace Plimsoll.Cli.Rendering.Json;

/// <summary>An explanation as a JSON document.</summary>
internal static class ExplanationDocument
{
    /// <summary>Writes the explanation.</summary>
    public static void Write(Explanation explanation, TextWriter output) =>
        JsonText.Write(output, writer => JsonSerializer.Serialize(writer, explanation, ExplanationJson.Default.Explanation));
}
