using System.Diagnostics.CodeAnalysis;
using System.Text;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Verbs;

namespace Plimsoll.Cli;

/// <summary>The process: the only place that knows the console and the environment.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "the composition root hands the console's streams to everything else")]
internal static class Program
{
    private static int Main(string[] args)
    {
        // UTF-8 without a byte order mark whatever the machine's settings: the same request gives the same bytes.
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 1 << 14);
        var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
        output.NewLine = error.NewLine = "\n";
        var exitCode = new CommandLine(Verbs(), new Terminal(output, error, ColourIsWanted())).Run(args);
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
            // The reader has gone, as in `plimsoll ... | head -1`: it has what it wanted.
        }

        return exitCode;
    }

    private static Verb[] Verbs() =>
    [
        new DefaultVerb(new PlanService(ModelSource.FromEnvironment)),
        new SimulateVerb(draft => new PlanSession(draft, ModelSource.FromEnvironment), Interrupts.Watch),
        new BenchVerb(Interrupts.Watch, TimeProvider.System, Environment.GetEnvironmentVariable),
        new ValidateVerb(),
        new CalibrateVerb(Interrupts.Watch),
        new SupportVerb(ModelSource.FromEnvironment),
        new ValidateStepsVerb(),
        new AtlasBuildVerb(),
        new AtlasCheckVerb(),
        new SchemaReportVerb(),
        new VersionVerb(),
    ];

    private static bool ColourIsWanted() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
}
