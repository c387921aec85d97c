using System.Globalization;
using Plimsoll.Model.Backends;

namespace Plimsoll.Model.Calibrations;

/// <summary>Writes a calibration as the YAML that <see cref="CalibrationReader"/> reads.</summary>
public static class CalibrationWriter
{
    /// <summary>Writes every term whose value differs from <see cref="Calibration.None"/>, with unit and source.</summary>
    public static void Write(CalibrationDocument document, TextWriter output)
    {
        output.Write("calibration: 1\n");
        if (document.Backend is { } backend)
        {
            output.Write($"backend: {backend.Name()}\n");
        }

        output.Write($"from: {Quoted(document.From)}\n");
        output.Write($"source: {Quoted(document.Source)}\n");
        WriteTerms("terms", CalibrationTerms.All, document, output);
        WriteTerms("factors", CalibrationTerms.Factors, document, output);
        if (document.Errors.Count > 0)
        {
            output.Write("errors:\n");
            foreach (var (name, value) in document.Errors)
            {
                output.Write($"  {name}: {Number(value)}\n");
            }
        }
    }

    private static void WriteTerms(string head, IReadOnlyList<CalibrationTerm> terms, CalibrationDocument document, TextWriter output)
    {
        var stated = terms.Where(term => term.Value(document.Calibration) != term.Value(Calibration.None)).ToArray();
        if (stated.Length == 0)
        {
            return;
        }

        output.Write($"{head}:\n");
        foreach (var term in stated)
        {
            output.Write($"  {term.Name}:\n    value: {Number(term.Value(document.Calibration))}\n    unit: {term.Unit}\n");
            if (document.Sources.TryGetValue(term.Name, out var source))
            {
                output.Write($"    source: {Quoted(source)}\n");
            }
        }
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
