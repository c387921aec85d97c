using Plimsoll.Model.Validation;

namespace Plimsoll.Profiling.Measurements.Requests;

/// <summary>Makes an experiment of a lone requests file: its requests are replayed at the times at which they were sent.</summary>
public static class RequestsFile
{
    /// <summary>The one run of the file.</summary>
    /// <exception cref="InvalidInputException">The file is malformed or the engine is not described; holds every problem.</exception>
    /// <exception cref="MissingDataException">The file cannot be read.</exception>
    public static MeasurementSet Read(string path, RunDescription described)
    {
        var errors = new List<ValidationError>();
        var lines = RequestLines.Read(path, errors);
        var served = DescribedRun.Complete(described, null, path, errors);
        if (errors.Count > 0 || served is null)
        {
            throw new InvalidInputException(errors);
        }

        var ordered = lines.OrderBy(line => line.Request.SentMs).ThenBy(line => line.Id).ToArray();
        var durationMs = ordered.Max(line => line.Request.SentMs + line.LatencyMs) - ordered[0].Request.SentMs;
        var unscored = new Dictionary<Figure, string>();
        MeasuredStatistics.CheckP99(unscored, ordered.Length);
        return new MeasurementSet
        {
            Kind = MeasurementKind.Requests,
            Path = path,
            Experiments =
            [
                new MeasuredExperiment
                {
                    Id = Path.GetFileName(path),
                    Group = "requests",
                    Place = path,
                    Engine = served.Value.Engine,
                    Topology = served.Value.Topology,
                    Load = new MeasuredLoad
                    {
                        Protocol = "trace",
                        RequestCount = ordered.Length,
                        Isl = (int)Math.Round(ordered.Average(line => (double)line.Request.Isl)),
                        Osl = (int)Math.Round(ordered.Average(line => (double)line.Request.Osl)),
                        Requests = [.. ordered.Select(line => line.Request)],
                    },
                    Measured = MeasuredStatistics.Of(
                        [.. ordered.Select(line => line.TtftMs)],
                        [.. ordered.Where(line => line.TpotMs is not null && line.Request.Osl > 1).Select(line => line.TpotMs!.Value)],
                        ordered.Sum(line => (long)line.Request.Osl),
                        durationMs),
                    Unscored = unscored,
                },
            ],
        };
    }
}
