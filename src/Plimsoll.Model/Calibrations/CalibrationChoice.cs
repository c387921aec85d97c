using Plimsoll.Model.Backends;

namespace Plimsoll.Model.Calibrations;

/// <summary>Which calibration an engine gets: a given one where it holds, the shipped one else. Not safe for several threads.</summary>
/// <param name="given">The given one; null when there is none.</param>
public sealed class CalibrationChoice(CalibrationDocument? given)
{
    private readonly Dictionary<EngineVersion, Calibration> _shipped = [];

    /// <summary>Whether some engine got the given one.</summary>
    public bool GivenWasUsed { get; private set; }

    /// <summary>The terms of an engine.</summary>
    public Calibration For(EngineVersion engine)
    {
        if (given is not null && given.HoldsFor(engine))
        {
            GivenWasUsed = true;
            return given.Calibration;
        }

        if (!_shipped.TryGetValue(engine, out var shipped))
        {
            _shipped[engine] = shipped = CalibrationCatalog.For(engine);
        }

        return shipped;
    }

    /// <summary>For which engines the given one holds, in words.</summary>
    public string Scope => given switch
    {
        null => "none",
        { Backend: { } backend, From: "0" } => backend.Name(),
        { Backend: { } backend } => $"{backend.Name()} from {given.From} on",
        _ => $"releases from {given.From} on",
    };
}
