using System.Diagnostics;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Processes;

/// <summary>Runs the tool as a process of its own, as a user does.</summary>
public static class PlimsollProcess
{
    /// <summary>The tool's binary beside this test, built with it.</summary>
    public static string Binary { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "plimsoll.exe" : "plimsoll");

    /// <summary>The script in the repository root.</summary>
    public static string Script { get; } = Path.Combine(SharedData.RepositoryRoot, OperatingSystem.IsWindows() ? "plimsoll.cmd" : "plimsoll");

    /// <summary>Runs the binary.</summary>
    public static ProcessResult Run(params string[] arguments) => Start(Binary, arguments, workingFolder: null);

    /// <summary>Runs any program, with nothing on its standard input, and with variables beside those of this process.</summary>
    public static ProcessResult Start(
        string program, IEnumerable<string> arguments, string? workingFolder, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessResult(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
