using System.Diagnostics.CodeAnalysis;
using Plimsoll.Model.Models;
using Plimsoll.Model.Models.Hub;

namespace Plimsoll.Cli.Composition;

/// <summary>Where models come from in a run of the tool: the catalogue, this machine, and the hub that the environment names.</summary>
internal static class ModelSource
{
    /// <summary>A resolver with the hub and the caches of the usual environment variables.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "one client for the whole run")]
    public static ModelResolver FromEnvironment() => new(
        HubOptions.FromEnvironment(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
        new HttpClient(),
        TimeProvider.System);
}
