using Plimsoll.Formats.Csv;
using Plimsoll.Model.Models;
using Plimsoll.Model.Validation;
using Plimsoll.Profiling.Measurements.Aiperf;
using Plimsoll.Profiling.Measurements.Json;
using Plimsoll.Profiling.Measurements.Requests;
using Plimsoll.Profiling.Measurements.Silicon;
using Plimsoll.Profiling.Measurements.Truth;
using Plimsoll.Profiling.Measurements.Vllm;

namespace Plimsoll.Profiling.Measurements;

/// <summary>Finds out what a path holds and reads it.</summary>
public static class MeasurementReader
{
    private const string Known =
        "known: a folder with stage.json or of such folders, an AIPerf artifact folder, a CSV with silicon_ttft_ms and silicon_tpot_ms, a JSON file of 'vllm bench serve --save-result', a requests.jsonl";

    /// <summary>Everything that a path holds.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="described">What the user says of a run whose files do not.</param>
    /// <param name="models">Finds a model by its id; null when nothing is known of it.</param>
    /// <exception cref="InvalidInputException">The path holds no run, or a malformed one; holds every problem.</exception>
    /// <exception cref="MissingDataException">There is no such path, or it cannot be read.</exception>
    public static MeasurementSet Read(string path, RunDescription described, Func<string, ModelSpec?> models)
    {
        try
        {
            return Directory.Exists(path) ? ReadFolder(path, described)
                : File.Exists(path) ? ReadFile(path, described, models)
                : throw new MissingDataException(path, "there is no such file or folder");
        }
        catch (CsvException broken)
        {
            throw new InvalidInputException(path, broken.Message);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }
    }

    private static MeasurementSet ReadFolder(string path, RunDescription described)
    {
        if (TruthFolder.Recognises(path))
        {
            RefuseDescription(path, described);
            return TruthFolder.Read(path);
        }

        return AiperfFolder.Recognises(path)
            ? AiperfFolder.Read(path, described)
            : throw new InvalidInputException(path, "is a folder without a run", Known);
    }

    private static MeasurementSet ReadFile(string path, RunDescription described, Func<string, ModelSpec?> models)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv" when IsSilicon(path):
                RefuseDescription(path, described);
                return SiliconTable.Read(path, models);
            case ".jsonl" when RequestLines.Recognises(path):
                return RequestsFile.Read(path, described);
            case ".json":
                using (var document = JsonFiles.Open(path))
                {
                    return VllmBenchFile.Recognises(document.RootElement)
                        ? VllmBenchFile.Read(path, document.RootElement, described)
                        : throw new InvalidInputException(path, "is no result of 'vllm bench serve' with its details (ttfts, itls, input_lens)", Known);
                }

            default:
                throw new InvalidInputException(path, "is no file of measured runs", Known);
        }
    }

    private static bool IsSilicon(string path)
    {
        using var reader = CsvReader.Open(path);
        return SiliconTable.Recognises(reader.Columns.ToArray());
    }

    // Such sources say themselves what served; a flag that contradicts them must not be ignored.
    private static void RefuseDescription(string path, RunDescription described)
    {
        if (!described.IsEmpty)
        {
            throw new InvalidInputException("--model", $"has no effect, nor have --system, --backend, --backend-version, --parallel and --engine-args: {path} says what served", "leave them out");
        }
    }
}
