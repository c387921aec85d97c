namespace Plimsoll.Cli;

/// <summary>What a run tells its caller by the exit code.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A bug in Plimsoll.</summary>
    public const int Bug = 1;

    /// <summary>Invalid input; every problem was printed and nothing was written.</summary>
    public const int InvalidInput = 2;

    /// <summary>No configuration meets the targets; the nearest misses were printed.</summary>
    public const int NothingMeetsTheTargets = 3;

    /// <summary>The input is valid, the data to answer it are missing.</summary>
    public const int DataMissing = 4;

    /// <summary>Something outside failed: a disk, a network, a cluster.</summary>
    public const int OutsideFailed = 5;

    /// <summary>Interrupted by Ctrl-C, as shells count it (128 + SIGINT); nothing was written.</summary>
    public const int Interrupted = 130;
}
