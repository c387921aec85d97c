namespace Plimsoll.Planning.Support;

/// <summary>Counts over a support matrix.</summary>
/// <param name="Cells">All cells.</param>
/// <param name="ByStatus">Cells by what becomes of them.</param>
/// <param name="ByTimes">Priced cells by how well their times are known.</param>
public sealed record SupportSummary(
    int Cells, IReadOnlyDictionary<SupportStatus, int> ByStatus, IReadOnlyDictionary<KernelClass, int> ByTimes)
{
    /// <summary>Priced cells.</summary>
    public int Priced => Of(SupportStatus.Priced);

    /// <summary>Priced cells among those that an engine can run and that fit in memory; 1 when there are none.</summary>
    public double Coverage
    {
        get
        {
            var possible = Cells - Of(SupportStatus.TooLarge) - Of(SupportStatus.Incompatible);
            return possible == 0 ? 1 : (double)Priced / possible;
        }
    }

    /// <summary>Cells with a status.</summary>
    public int Of(SupportStatus status) => ByStatus.GetValueOrDefault(status);

    /// <summary>Counts cells.</summary>
    public static SupportSummary Of(IReadOnlyCollection<SupportCell> cells) => new(
        cells.Count,
        cells.CountBy(cell => cell.Status).ToDictionary(),
        cells.Where(cell => cell.Times is not null).CountBy(cell => cell.Times!.Value).ToDictionary());
}
