using System.Reflection;
using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Verbs;

/// <summary><c>plimsoll version</c>.</summary>
internal sealed class VersionVerb : Verb
{
    /// <inheritdoc/>
    public override string Name => "version";

    /// <inheritdoc/>
    public override string Summary => "Print the version.";

    /// <inheritdoc/>
    public override int Run(GivenFlags given, Terminal terminal)
    {
        given.ThrowIfRefused();
        terminal.Output.WriteLine(Text);
        return ExitCode.Done;
    }

    /// <summary>Name and version, with the commit the binary was built from.</summary>
    public static string Text => "plimsoll " + typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
