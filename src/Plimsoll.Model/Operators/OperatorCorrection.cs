using System.Globalization;
using Plimsoll.Model.Calibrations;

namespace Plimsoll.Model.Operators;

/// <summary>Applies a calibration's factors to operators.</summary>
internal static class OperatorCorrection
{
    /// <summary>The operators, corrected where the calibration has a factor for their family; each says so in its note.</summary>
    public static IReadOnlyList<StepOperator> Apply(IReadOnlyList<StepOperator> operators, Calibration calibration)
    {
        if (calibration.OperatorFactors.Count == 0)
        {
            return operators;
        }

        var corrected = new StepOperator[operators.Count];
        for (var i = 0; i < corrected.Length; i++)
        {
            var item = operators[i];
            var factor = item.Family is { } family ? calibration.FactorOf(family) : 1;
            corrected[i] = factor == 1 ? item : item.Corrected(factor) with { Note = Note(item.Note ?? item.Source, factor) };
        }

        return corrected;
    }

    private static string Note(string? note, double factor)
    {
        var times = string.Create(CultureInfo.InvariantCulture, $"× {factor:0.###} by the calibration");
        return note is null ? times : $"{note}; {times}";
    }
}
