using System.Text;
using Plimsoll.Formats.Csv;
using Plimsoll.Model.Validation;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>
/// A file of requests that was read once and found in order. It is read again, row by row, when it is replayed, so that its length does
/// not matter (AIPerf's files excepted, which must be sorted or parsed whole).
/// </summary>
public sealed class TraceFile
{
    private readonly TraceOptions _options;

    private TraceFile(string path, TraceFormat format, TraceOptions options) => (Path, Format, _options) = (path, format, options);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its format.</summary>
    public TraceFormat Format { get; }

    /// <summary>Its requests, those left out not counted.</summary>
    public long Requests { get; private set; }

    /// <summary>The longest prompt and answer together; histories of sessions not counted.</summary>
    public int LongestSequence { get; private set; }

    /// <summary>What was left out or estimated, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Reads a file through.</summary>
    /// <exception cref="InvalidInputException">Everything that is wrong with it, up to a bounded number, each with line and field.</exception>
    public static TraceFile Open(string path, TraceOptions options)
    {
        try
        {
            var trace = new TraceFile(path, Recognise(path), options);
            trace.Check();
            return trace;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, $"cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>The lengths of all requests.</summary>
    public IReadOnlyList<RequestShape> Lengths()
    {
        using var rows = Read();
        var lengths = new List<RequestShape>();
        while (rows.Read(out var row))
        {
            lengths.Add(new RequestShape(row.Isl, row.Osl, row.CachedTokens ?? 0));
        }

        return lengths;
    }

    internal TraceRows Read() => Read(new TraceProblems(Path));

    private static TraceFormat Recognise(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidInputException(path, "is a folder", "name the file in it");
        }

        var head = new byte[TraceRecognition.HeadBytes];
        using var stream = File.OpenRead(path);
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return TraceRecognition.Of(head.AsSpan(0, length)) ?? throw new InvalidInputException(
            path,
            length == 0 ? "is empty" : "is no trace: its content is not recognised",
            "Mooncake JSON lines, AIPerf's profile_export.jsonl or inputs.json, JSON lines with t_ms, isl and osl, or CSV with t,isl,osl");
    }

    private TraceRows Read(TraceProblems problems)
    {
        var stream = File.OpenRead(Path);
        return Format switch
        {
            TraceFormat.Mooncake => new MooncakeRows(stream, _options, problems),
            TraceFormat.AiperfRecords => new AiperfRecordRows(stream, problems),
            TraceFormat.AiperfInputs => new AiperfInputRows(stream, problems),
            TraceFormat.RequestLines => new RequestLineRows(stream, _options, problems),
            _ => new CsvRows(stream, Path, _options, problems),
        };
    }

    private void Check()
    {
        var problems = new TraceProblems(Path);
        try
        {
            using var rows = Read(problems);
            double last = 0;
            while (rows.Read(out var row))
            {
                Requests++;
                CheckRow(row, ref last, problems);
            }

            Notes = rows.Notes.ToArray();
        }
        catch (CsvException broken)
        {
            problems.Add(broken.Line, null, broken.Reason);
        }
        catch (DecoderFallbackException)
        {
            problems.AddOfFile("is not UTF-8");
        }

        problems.ThrowIfAny();
        if (Requests == 0)
        {
            throw new InvalidInputException(Path, "has no requests");
        }
    }

    private void CheckRow(in TraceRow row, ref double last, TraceProblems problems)
    {
        var tokens = (long)row.Isl + row.Osl;
        LongestSequence = (int)Math.Max(LongestSequence, Math.Min(tokens, int.MaxValue));
        if (tokens > _options.SequenceTokens)
        {
            problems.Add(row.Line, null, $"a prompt of {row.Isl} and an answer of {row.Osl} tokens exceed the longest sequence that is served, {_options.SequenceTokens}");
        }

        if (row.CachedTokens >= row.Isl)
        {
            problems.Add(row.Line, null, $"{row.CachedTokens} cached tokens leave nothing to compute of a prompt of {row.Isl}");
        }

        if (row.TimeMs is not { } time || _options.LengthsOnly)
        {
            return;
        }

        if (time < last)
        {
            problems.Add(row.Line, null, FormattableString.Invariant($"is sent at {time} ms, before the line above it ({last} ms)"), "sort the file by time");
        }

        last = Math.Max(last, time);
    }
}
