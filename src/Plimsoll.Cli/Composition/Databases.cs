using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Validation;

namespace Plimsoll.Cli.Composition;

/// <summary>Opens the kernel databases that <c>--systems-paths</c> lists.</summary>
internal static class Databases
{
    /// <summary>The databases in order of precedence; paths that are none are added to <paramref name="errors"/>.</summary>
    public static KernelDatabases Open(IReadOnlyList<string> paths, ICollection<ValidationError> errors)
    {
        var opened = new List<IKernelDatabase>();
        foreach (var path in paths)
        {
            try
            {
                opened.Add(new TableDatabase(SystemsRoot.Open(path)));
            }
            catch (MissingDataException missing)
            {
                errors.Add(missing.Error);
            }
            catch (InvalidInputException refused)
            {
                foreach (var error in refused.Errors)
                {
                    errors.Add(error);
                }
            }
        }

        return new KernelDatabases(opened);
    }
}
