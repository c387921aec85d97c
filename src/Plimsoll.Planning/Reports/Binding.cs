namespace Plimsoll.Planning.Reports;

/// <summary>What binds the chosen configuration, and what 10 % more of each thing would buy.</summary>
/// <param name="Binds">What it meets first at a higher load; see <see cref="HighestLoad.Binds"/>.</param>
/// <param name="Gains">The gain from 10 % more of one thing at a time, the largest first.</param>
public sealed record Binding(string Binds, IReadOnlyList<BindingGain> Gains);
