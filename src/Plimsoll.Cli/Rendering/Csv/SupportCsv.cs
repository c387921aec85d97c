using Plimsoll.Formats.Csv;
using Plimsoll.Model.Backends;
using Plimsoll.Planning.Support;

namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>The support matrix as one line a cell.</summary>
internal static class SupportCsv
{
    /// <summary>Writes a heading and the cells.</summary>
    public static void Write(IReadOnlyList<SupportCell> cells, TextWriter output)
    {
        var csv = new CsvWriter(output);
        csv.WriteRecord(["model", "architecture", "system", "backend", "version", "mode", "status", "times", "expected_error_pct", "gpus", "layout", "reason"]);
        foreach (var cell in cells)
        {
            csv.WriteRecord(
                [
                    cell.Model,
                    cell.Architecture,
                    cell.System,
                    cell.Engine.Backend.Name(),
                    cell.Engine.Version,
                    Words.Of(cell.Mode),
                    SupportWords.Of(cell.Status),
                    cell.Times is { } times ? SupportWords.Of(times) : "",
                    cell.ExpectedErrorPct is { } error ? Figures.Exact(error) : "",
                    cell.Gpus is { } gpus ? Figures.Whole(gpus) : "",
                    cell.Layout ?? "",
                    cell.Reason ?? "",
                ]);
        }
    }
}
