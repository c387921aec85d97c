using System.Text.Json.Nodes;
using Plimsoll.Cli;
using Plimsoll.EndToEnd.Tests.Processes;

namespace Plimsoll.EndToEnd.Tests.Verbs;

/// <summary><c>plimsoll calibrate</c>, and the <c>--calibration</c> of the other verbs, as processes.</summary>
public sealed class CalibrateTests
{
    private const string Requests = """
        {"id": 0, "t_ms": 0, "isl": 1024, "osl": 64, "ttft_ms": 60, "tpot_ms": 5, "e2e_ms": 375, "cached_tokens": 0}
        {"id": 1, "t_ms": 400, "isl": 512, "osl": 64, "ttft_ms": 50, "tpot_ms": 5, "e2e_ms": 365, "cached_tokens": 0}
        """;

    private static readonly string[] Described = ["--model", "meta-llama/Llama-3.1-8B", "--system", "h200_sxm", "--backend", "vllm"];
    private static readonly string[] Question =
        ["default", "--model", "Qwen/Qwen3-8B", "--system", "h200_sxm", "--total-gpus", "2", "--no-verify", "--output", "json"];

    [Fact]
    public void Terms_learned_from_runs_bring_their_prediction_closer()
    {
        using var folder = new TemporaryFolder();
        var (runs, file) = (Path.Combine(folder.Path, "slow.requests.jsonl"), Path.Combine(folder.Path, "slow.yaml"));
        File.WriteAllText(runs, Requests);

        var learned = PlimsollProcess.Run(["calibrate", runs, "--out", file, .. Described]);
        Assert.Equal((ExitCode.Done, ""), (learned.ExitCode, learned.Error));
        Assert.Contains("inbound_ms", learned.Output, StringComparison.Ordinal);
        Assert.Contains("source: \"learned from 1 runs of vllm", File.ReadAllText(file), StringComparison.Ordinal);

        string[] validate = ["validate", runs, .. Described, "--output", "json"];
        Assert.True(TtftError([.. validate, "--calibration", file]) < 0.5 * TtftError(validate));
        Assert.Equal(learned.Output, PlimsollProcess.Run(["calibrate", runs, "--out", file, .. Described, "--threads", "1"]).Output);
    }

    [Fact]
    public void Nothing_is_written_when_anything_is_wrong()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "none.yaml");

        var run = PlimsollProcess.Run("calibrate", folder.Path, "--out", file, "--terms", "inbound_ms,launch_ms", "--start", folder.Path);

        Assert.Equal((ExitCode.InvalidInput, ""), (run.ExitCode, run.Output));
        Assert.Contains("is a folder without a run", run.Error, StringComparison.Ordinal);
        Assert.Contains("--terms: unknown term 'launch_ms'", run.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void A_plan_uses_a_calibration_says_so_and_asks_for_it_again()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "mine.yaml"), Calibration("vllm", 50));

        var shipped = PlimsollProcess.Start(PlimsollProcess.Binary, [.. Question, "--backend", "vllm"], folder.Path);
        var mine = PlimsollProcess.Start(PlimsollProcess.Binary, [.. Question, "--backend", "vllm", "--calibration", "mine.yaml", "--save-dir", "saved"], folder.Path);

        Assert.Equal(ExitCode.Done, mine.ExitCode);
        Assert.NotEqual(shipped.Output, mine.Output);
        Assert.Contains("Calibration of vllm: a test.", mine.Output, StringComparison.Ordinal);
        var plan = Assert.Single(Directory.GetFiles(folder.Path, "plan.yaml", SearchOption.AllDirectories));
        Assert.Equal(mine.Output, PlimsollProcess.Start(PlimsollProcess.Binary, ["default", "--request", plan, "--no-verify", "--output", "json"], folder.Path).Output);
    }

    [Fact]
    public void A_calibration_that_holds_for_no_considered_engine_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "mine.yaml");
        File.WriteAllText(file, Calibration("sglang", 5));

        var run = PlimsollProcess.Run([.. Question, "--backend", "vllm", "--calibration", file]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("holds for sglang, which no considered engine is", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_calibration_is_refused_with_its_lines()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "mine.yaml");
        File.WriteAllText(file, Calibration("vllm", -5));

        var run = PlimsollProcess.Run([.. Question, "--calibration", file, "--osl", "0"]);

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("mine.yaml:6: terms.inbound_ms.value: -5 is not between 0 and 1000", run.Error, StringComparison.Ordinal);
        Assert.Contains("--osl", run.Error, StringComparison.Ordinal);
    }

    private static double TtftError(string[] arguments) =>
        JsonNode.Parse(PlimsollProcess.Run(arguments).Output)!["summary"]!["ttft_mean_median_ape"]!.GetValue<double>();

    private static string Calibration(string backend, double inboundMs) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"""
        calibration: 1
        backend: {backend}
        source: a test
        terms:
          inbound_ms:
            value: {inboundMs}

        """);
}
