using System.Text;
using System.Text.Json;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Oracles;

/// <summary>
/// Runs the peer's searches with our tool on the same tables and writes both answers side by side into <c>docs/comparison.md</c>
/// (<c>PLIMSOLL_ACCEPT=1</c> rewrites it; otherwise the page must be what the tool answers today).
/// </summary>
public sealed class SearchComparisonTests
{
    private static readonly string[] Copied =
    [
        "--model", "--system", "--backend", "--backend-version", "--total-gpus", "--isl", "--osl", "--ttft", "--tpot", "--prefix",
        "--request-latency", "--serving-mode", "--database-mode",
    ];

    [Fact]
    public void The_comparison_page_shows_what_the_tool_answers_today()
    {
        var scenarios = PeerScenario.ReadAll(SharedData.Require("oracles/aic/search"));
        var systems = SharedData.Require("aic-systems");
        var page = new StringBuilder(Introduction);
        foreach (var scenario in scenarios)
        {
            AppendRows(page, scenario, systems);
        }

        page.Append(Legend);
        Golden.MatchFile(page.ToString(), Path.Combine(SharedData.RepositoryRoot, "docs", "comparison.md"));
    }

    private static void AppendRows(StringBuilder page, PeerScenario scenario, string systems)
    {
        if (scenario.Verb != "default")
        {
            page.Append($"| {scenario.Name} | | | | `{scenario.Verb}` is not a verb of this tool yet |\n");
            return;
        }

        var arguments = new List<string> { "default", "--systems-paths", systems, "--output", "json", "--no-verify" };
        foreach (var flag in Copied.Where(scenario.Flags.ContainsKey))
        {
            arguments.AddRange([flag, scenario.Flag(flag)]);
        }

        var result = PlimsollProcess.Run([.. arguments]);
        if (result.ExitCode is not (0 or 3))
        {
            page.Append($"| {scenario.Name} | | | | refused (exit {result.ExitCode}): {Reason(result.Error)} |\n");
            return;
        }

        using var report = JsonDocument.Parse(result.Output);
        foreach (var mode in (string[])["agg", "disagg"])
        {
            var ours = OurRow.Of(report.RootElement, mode);
            var theirs = mode == "agg" ? scenario.Agg : scenario.Disagg;
            if (ours is not null || theirs is not null)
            {
                page.Append($"| {scenario.Name} | {mode} | {Show(theirs)} | {ours?.ToString() ?? "none meets the targets"} | {Differences.Explain(scenario, ours, theirs)} |\n");
            }
        }
    }

    private static string Show(PeerRow? row) =>
        row is null ? "none" : FormattableString.Invariant($"{row.TokensPerSPerGpu:F0} tok/s/GPU, {row.TtftMs:F0} / {row.TpotMs:F1} ms, {row.Parallel}");

    private static string Reason(string error) =>
        error.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last.Replace("|", "/", StringComparison.Ordinal) : "";

    private const string Introduction =
        """
        # Our plans beside the peer's

        The peer's searches (AIConfigurator 0.12.0), run again by this tool on the same measured tables. Best row of each way of serving:
        tokens per second and GPU of the whole cluster, TTFT / TPOT in milliseconds, layout. Our latencies are steady-state means that obey
        Little's law; waiting, the request path, sustained clocks and KV transfer are in them. A test regenerates this page.

        | scenario | mode | peer | ours | why they differ |
        |---|---|---|---|---|

        """;

    private const string Legend =
        """

        What the reasons mean:

        * **peer misses the target**: the peer found nothing inside the targets and shows the nearest rows ranked by throughput, exit code 0.
        * **host-bound table**: vLLM's `fp8_block` GEMM table timed the host; we repair it (docs/performance-model.md), so our steps are faster.
        * **TTFT**: the peer multiplies one prefill by factors fitted to a burst of ten rounds (agg: 2 + (k − 3)/20 or 1 + log2(b)/8; disagg: 1.98
          at any load); ours waits in a closed queue at the load that is reported, and contains the request path.
        * **mixed steps**: the peer prices a mixed step once per cycle and lets throughput exceed what its own latencies allow; ours obeys Little's law.
        * **KV cache**: the peer assumes an fp8 cache for fp8 checkpoints; engines keep bf16 unless told, and so do we (`--kvcache-quant-mode fp8`).
        * **no table**: a kernel that weighs was never measured for this release, format or split; ours is scaled from the nearest and says so.
        * **rate matching**: the peer derates prefill by 0.90 and decode by 0.92 and decode times by 1.08; ours solves the closed loop and charges idle GPUs.

        """;
}
