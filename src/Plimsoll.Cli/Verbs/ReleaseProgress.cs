using Plimsoll.Model.KernelTimes.Atlas;

namespace Plimsoll.Cli.Verbs;

/// <summary>Says on stderr which release of an atlas has been finished.</summary>
internal sealed class ReleaseProgress(TextWriter error) : IProgress<AtlasProgress>
{
    /// <inheritdoc/>
    public void Report(AtlasProgress value) => error.WriteLine($"plimsoll: {value.Releases}: {value.System} {value.Engine}");
}
