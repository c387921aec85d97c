namespace Plimsoll.Planning.Reports;

/// <summary>Units of the report.</summary>
internal static class Units
{
    public const double BytesPerGib = 1024.0 * 1024 * 1024;

    public static double Gib(double bytes) => bytes / BytesPerGib;
}
