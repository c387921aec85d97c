using Plimsoll.Cli.Arguments;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Systems;

namespace Plimsoll.Cli.Composition;

/// <summary>Opens the kernel databases that <c>--systems-paths</c> lists.</summary>
internal static class Databases
{
    private const string Atlas = "default";

    /// <summary>What answers when no databases are named: the built-in atlas.</summary>
    public static IReadOnlyList<string> Default { get; } = [Atlas];

    /// <summary>The databases in order of precedence; paths that are none are added to <paramref name="problems"/>.</summary>
    /// <param name="paths">Where they are.</param>
    /// <param name="problems">Takes what goes wrong.</param>
    /// <param name="own">A system of the user's own, or null.</param>
    public static KernelDatabases Open(IReadOnlyList<string> paths, NameProblems problems, GpuSystem? own = null)
    {
        var opened = new List<IKernelDatabase>();
        foreach (var path in paths)
        {
            if (path == Atlas)
            {
                opened.Add(AtlasDatabase.OpenEmbedded());
            }
            else if (problems.Try(() => SystemsRoot.Open(path), "systems_paths") is { } root)
            {
                opened.Add(new TableDatabase(root));
            }
        }

        return new KernelDatabases(opened, own is null ? [] : [own]);
    }

    /// <summary>The one database of measured tables that a flag names; null with the problem added when it names none.</summary>
    public static SystemsRoot? OpenOne(Flag flag, GivenFlags given, NameProblems problems)
    {
        if (given.Value(flag) is { } path)
        {
            return problems.Try(() => SystemsRoot.Open(path.Text), flag.Name);
        }

        if (!given.Errors.Any(error => error.Path == flag.Name))
        {
            given.Refuse(flag, "is required", "a folder, wheel or zip with measured tables");
        }

        return null;
    }
}
