using Plimsoll.Formats.Csv;
using Plimsoll.Formats.Parquet;
using Plimsoll.Model.Validation;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Cli;

/// <summary>How a run ended that did not finish: what to say, and the exit code.</summary>
internal static class Ending
{
    /// <summary>Says on stderr why the run ended, and returns the <see cref="ExitCode"/>.</summary>
    public static int Report(Exception thrown, TextWriter error)
    {
        // Threads of a search may fail side by side, each for a reason of its own or all for the same.
        var causes = thrown is AggregateException many ? many.Flatten().InnerExceptions : [thrown];
        var codes = causes.Select(Code).ToArray();
        if (Array.IndexOf(codes, ExitCode.Bug) is >= 0 and var bug)
        {
            error.WriteLine("This is a bug in plimsoll; please report it with the command line and these lines:");
            error.WriteLine(causes[bug]);
            return ExitCode.Bug;
        }

        foreach (var line in causes.SelectMany(Lines).Distinct(StringComparer.Ordinal))
        {
            error.WriteLine($"error: {line}");
        }

        return codes.Min();
    }

    private static int Code(Exception cause) => cause switch
    {
        InvalidInputException or ParquetException or CsvException or SimulationStuckException => ExitCode.InvalidInput,
        OperationCanceledException => ExitCode.Interrupted,
        MissingDataException => ExitCode.DataMissing,
        IOException or UnauthorizedAccessException or HttpRequestException => ExitCode.OutsideFailed,
        _ => ExitCode.Bug,
    };

    private static IEnumerable<string> Lines(Exception cause) => cause switch
    {
        InvalidInputException invalid => invalid.Errors.Select(error => error.ToString()),
        MissingDataException missing => missing.Errors.Select(error => error.ToString()),
        ParquetException or CsvException => [$"{cause.Message} (the file is damaged: restore it, or leave it out)"],
        OperationCanceledException => ["interrupted; nothing was written"],
        _ => [cause.Message],
    };
}
