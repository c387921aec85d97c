using Plimsoll.Cli.Explanations;
using Plimsoll.Formats.Csv;

namespace Plimsoll.Cli.Rendering.Csv;

/// <summary>An explanation as one table of operators.</summary>
internal static class ExplanationCsv
{
    /// <summary>Writes a heading and one line for each operator of each step.</summary>
    public static void Write(Explanation explanation, TextWriter output)
    {
        var csv = new CsvWriter(output);
        csv.WriteRecord(["pool", "step", "shape", "operator", "works_on", "launches", "ms", "share", "provenance", "uncertainty", "note"]);
        foreach (var worker in explanation.Workers)
        {
            foreach (var step in worker.Steps)
            {
                foreach (var item in step.Operators)
                {
                    csv.WriteRecord(
                        [
                            worker.Pool,
                            step.Name,
                            step.Shape,
                            item.Name,
                            item.Role,
                            Figures.Whole(item.Launches),
                            Figures.Exact(item.Ms),
                            Figures.Exact(item.Share),
                            Words.Of(item.Provenance),
                            Figures.Exact(item.Uncertainty),
                            item.Note ?? "",
                        ]);
                }
            }
        }
    }
}
