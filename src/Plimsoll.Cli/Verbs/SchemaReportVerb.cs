using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Rendering.Json;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll schema report</c>.</summary>
internal sealed class SchemaReportVerb : Verb
{
    /// <inheritdoc/>
    public override string Name => "schema report";

    /// <inheritdoc/>
    public override string Summary => "Print the JSON Schema of a plan's report.json.";

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        given.ThrowIfRefused();
        PlanDocument.WriteSchema(terminal.Output);
        return ExitCode.Done;
    }
}
