namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>A run cannot be predicted; the reason is counted.</summary>
internal sealed class RefusedException(string reason, string detail) : Exception(detail)
{
    /// <summary>A stable snake_case word.</summary>
    public string Reason => reason;
}
