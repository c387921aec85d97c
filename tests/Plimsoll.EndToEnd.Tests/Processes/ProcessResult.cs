namespace Plimsoll.EndToEnd.Tests.Processes;

/// <summary>What a finished process left: its exit code and its two streams.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Error);
