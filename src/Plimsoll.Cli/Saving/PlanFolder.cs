using System.Security.Cryptography;
using System.Text;
using Plimsoll.Cli.Plots;
using Plimsoll.Cli.Questions;
using Plimsoll.Cli.Rendering;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Planning.Reports;
using Plimsoll.Planning.Requests;
using Plimsoll.Plotting.Raster;
using Plimsoll.Plotting.Svg;

namespace Plimsoll.Cli.Saving;

/// <summary>What <c>--save-dir</c> keeps of a plan: the question, the report, tables for each way of serving, and a picture.</summary>
internal static class PlanFolder
{
    /// <summary>Width of saved pictures: sharp on a dense screen and on a slide.</summary>
    private const int FigurePixels = 1600;

    /// <summary>
    /// The folder's name: readable parts of the question and a hash of all of it, so that the same question always has the same folder
    /// and two questions never share one.
    /// </summary>
    /// <param name="request">The question.</param>
    /// <param name="settings">The user's settings of deployment files.</param>
    public static string Name(PlanRequest request, IReadOnlyList<string> settings)
    {
        var parts = new List<string> { LastPart(request.Model), request.System };
        if (request.DecodeSystem is { } decode)
        {
            parts.Add(decode);
        }

        parts.AddRange([request.Backend, $"{request.TotalGpus}gpus", $"isl{request.Isl}", $"osl{request.Osl}"]);
        AddTarget(parts, "ttft", request.TtftMs);
        AddTarget(parts, "tpot", request.TpotMs);
        AddTarget(parts, "latency", request.RequestLatencyMs);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', settings.Prepend(Text(output => PlanFile.Write(request, output))))));
        parts.Add(Convert.ToHexStringLower(hash.AsSpan(0, 4)));
        return string.Join('_', parts.Select(Safe));
    }

    /// <summary>The files, by path inside the folder.</summary>
    /// <param name="report">The answer.</param>
    /// <param name="deployments">The deployment files of its ranked configurations.</param>
    public static IReadOnlyDictionary<string, byte[]> Files(PlanReport report, IReadOnlyDictionary<string, string> deployments)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["plan.yaml"] = Bytes(output => PlanFile.Write(report.Request, output)),
            ["report.json"] = Bytes(output => PlanDocument.Write(report, output)),
        };
        AddMode(files, ServingMode.Agg, report.Agg, report);
        AddMode(files, ServingMode.Disagg, report.Disagg, report);
        foreach (var (path, text) in deployments)
        {
            files.Add(path, Encoding.UTF8.GetBytes(text));
        }

        if (ParetoFigure.Of(report) is { } figure)
        {
            files.Add("pareto_frontier.svg", Encoding.UTF8.GetBytes(SvgWriter.Write(figure)));
            files.Add("pareto_frontier.png", RasterWriter.Write(figure, FigurePixels));
        }

        return files;
    }

    private static void AddMode(SortedDictionary<string, byte[]> files, ServingMode mode, ModePlan? plan, PlanReport report)
    {
        if (plan is not null)
        {
            files.Add($"{Words.Of(mode)}/best_config_topn.csv", Bytes(output => ConfigurationCsv.Write(mode, plan.Ranked, report, output)));
            files.Add($"{Words.Of(mode)}/pareto.csv", Bytes(output => ConfigurationCsv.Write(mode, plan.Pareto, report, output)));
        }
    }

    private static void AddTarget(List<string> parts, string name, double? ms)
    {
        if (ms is { } bound)
        {
            parts.Add(name + Figures.Short(bound));
        }
    }

    private static string LastPart(string model) => model.TrimEnd('/', '\\').Split('/', '\\')[^1];

    private static string Safe(string part) => string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')).TrimStart('.');

    private static byte[] Bytes(Action<TextWriter> write) => Encoding.UTF8.GetBytes(Text(write));

    private static string Text(Action<TextWriter> write)
    {
        using var output = new StringWriter { NewLine = "\n" };
        write(output);
        return output.ToString();
    }
}
