namespace Plimsoll.Model.Calibrations;

/// <summary>One named term of a calibration.</summary>
/// <param name="Name">Its name in files.</param>
/// <param name="Unit">The unit of its value.</param>
/// <param name="Least">Smallest value that an engine can have.</param>
/// <param name="Most">Largest value that an engine can have.</param>
/// <param name="Usual">A round value of the usual size: where a search starts that knows nothing better, and the measure of its steps.</param>
/// <param name="Value">Reads it.</param>
/// <param name="With">The calibration with another value.</param>
public sealed record CalibrationTerm(
    string Name, string Unit, double Least, double Most, double Usual, Func<Calibration, double> Value, Func<Calibration, double, Calibration> With)
{
    /// <summary>A factor on the times of a family of operators.</summary>
    public static CalibrationTerm FactorOf(string family) => new(
        family,
        "ratio",
        0.2,
        5,
        1,
        calibration => calibration.FactorOf(family),
        (calibration, value) =>
        {
            var factors = new Dictionary<string, double>(calibration.OperatorFactors) { [family] = value };
            return calibration with { OperatorFactors = factors };
        });
}
