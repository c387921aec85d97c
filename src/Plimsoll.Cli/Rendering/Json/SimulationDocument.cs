using System.Text.Json;
using Plimsoll.Cli.Simulating;

namespace Plimsoll.Cli.Rendering.Json;

/// <summary>A simulated run as a JSON document.</summary>
internal static class SimulationDocument
{
    /// <summary>Writes the report; the same report gives the same bytes.</summary>
    public static void Write(SimulationReport report, TextWriter output) =>
        JsonText.Write(output, writer => JsonSerializer.Serialize(writer, report, SimulationJson.Default.SimulationReport));
}
