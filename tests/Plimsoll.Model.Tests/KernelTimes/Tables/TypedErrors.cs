using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

/// <summary>Runs what may be refused, but only with the exceptions that the command line turns into exit codes.</summary>
internal static class TypedErrors
{
    /// <summary>Runs <paramref name="action"/>; any other exception than the typed ones fails the test. Returns whether it was refused.</summary>
    public static bool Only(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (Exception refused) when (refused is ParquetException or MissingDataException or InvalidInputException)
        {
            Assert.False(string.IsNullOrWhiteSpace(refused.Message));
            return true;
        }
    }
}
