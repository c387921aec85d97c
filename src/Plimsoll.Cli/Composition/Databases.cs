using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;

namespace Plimsoll.Cli.Composition;

/// <summary>Opens the kernel databases that <c>--systems-paths</c> lists.</summary>
internal static class Databases
{
    /// <summary>The databases in order of precedence; paths that are none are added to <paramref name="problems"/>.</summary>
    public static KernelDatabases Open(IReadOnlyList<string> paths, NameProblems problems)
    {
        var opened = new List<IKernelDatabase>();
        foreach (var path in paths)
        {
            if (problems.Try(() => SystemsRoot.Open(path), "systems_paths") is { } root)
            {
                opened.Add(new TableDatabase(root));
            }
        }

        return new KernelDatabases(opened);
    }
}
