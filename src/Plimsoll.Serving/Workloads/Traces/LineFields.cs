using System.Text.Json;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>Reads the values of one line and reports what is wrong with them under their field.</summary>
internal sealed class LineFields(long line, TraceProblems problems)
{
    private const int MostTokens = 1 << 28;
    private List<string>? _refused;

    /// <summary>The line, from 1.</summary>
    public long Line => line;

    /// <summary>The field read last, or null.</summary>
    public string? Last { get; private set; }

    /// <summary>Moves to the next field of the object; false at its end.</summary>
    public bool Next(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        Last = reader.GetString();
        reader.Read();
        return true;
    }

    /// <summary>A finite number; null when it is null, or with a problem added.</summary>
    public double? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        return Refused<double>(ref reader, "is not a finite number");
    }

    /// <summary>Milliseconds, at least 0; null when it is null, or with a problem added.</summary>
    public double? Time(ref Utf8JsonReader reader)
    {
        var number = Number(ref reader);
        if (number >= 0 || number is null)
        {
            return number;
        }

        Refuse($"{number} is negative");
        return null;
    }

    /// <summary>A whole number of tokens from <paramref name="least"/> on; null when it is null, or with a problem added.</summary>
    public int? Tokens(ref Utf8JsonReader reader, int least = 1)
    {
        if (Number(ref reader) is not { } number)
        {
            return null;
        }

        if (number >= least && number <= MostTokens && number == Math.Floor(number))
        {
            return (int)number;
        }

        Refuse($"{number} is no whole number of tokens from {least} on");
        return null;
    }

    /// <summary>A text or a number as text; null when it is null, or with a problem added.</summary>
    public string? Name(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        _ => RefusedName(ref reader),
    };

    /// <summary>Reports a required field that the line lacks, unless it was there and refused.</summary>
    public void Require(bool isThere, string field, string? hint = null)
    {
        if (!isThere && _refused?.Contains(field) != true)
        {
            problems.Add(line, field, "is missing", hint);
        }
    }

    /// <summary>Reports the field read last.</summary>
    public void Refuse(string message, string? hint = null)
    {
        problems.Add(line, Last, message, hint);
        (_refused ??= []).Add(Last!);
    }

    private string? RefusedName(ref Utf8JsonReader reader)
    {
        Refused<int>(ref reader, "is not a text");
        return null;
    }

    private T? Refused<T>(ref Utf8JsonReader reader, string message)
        where T : struct
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            Refuse(message);
        }

        reader.Skip();
        return null;
    }
}
