using System.Text.Json;
using Plimsoll.Cli;
using Plimsoll.Cli.Benching;
using Plimsoll.Cli.Composition;
using Plimsoll.Cli.Verbs;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.EndToEnd.Tests.Verbs;
using Plimsoll.Testing;
using static Plimsoll.Testing.ScriptedServer;

namespace Plimsoll.EndToEnd.Tests.Benching;

/// <summary><c>plimsoll bench</c> against a server on the loopback.</summary>
public sealed class BenchVerbTests
{
    private static readonly string Answer =
        StreamHead + Chunked(Token("a")) + Chunked(Token("b")) + Chunked(Usage(2)) + Chunked("data: [DONE]\n\n") + StreamEnd;

    [Fact]
    public void A_run_writes_every_file_and_a_page_of_eighty_columns()
    {
        using var server = new ScriptedServer((_, stream) => Write(stream, Answer));
        using var folder = new TemporaryFolder();
        var run = Bench(server, folder, "--streaming", "--num-requests", "12", "--concurrency", "3", "--num-warmup-requests", "2", "--random-seed", "7");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("12 succeeded, 0 failed", run.Output, StringComparison.Ordinal);
        Assert.Equal(14, File.ReadAllLines(Path.Combine(folder.Path, "run", "profile_export.jsonl")).Length);
        using var summary = Read(folder, "profile_export_aiperf.json");
        Assert.Equal(12, summary.RootElement.GetProperty("request_count").GetProperty("avg").GetDouble());
        Assert.Equal(2, summary.RootElement.GetProperty("output_sequence_length").GetProperty("avg").GetDouble());
        Assert.Equal(2, summary.RootElement.GetProperty("warmup_metrics").GetProperty("request_count").GetProperty("avg").GetDouble());
        Assert.Equal(14, Read(folder, "inputs.json").RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(12, Read(folder, "run.json").RootElement.GetProperty("client").GetProperty("send_lateness").GetProperty("count").GetInt32());
    }

    [Fact]
    public void Keys_of_the_summary_and_of_records_are_those_of_aiperf()
    {
        var sample = Path.Combine(SharedData.Require("oracles/aiperf/runs"), "fixed-chat-c4", "artifacts");
        using var server = new ScriptedServer(async (_, stream) =>
        {
            // Pieces of one packet would have one time, and no decoding between them.
            await Write(stream, StreamHead + Chunked(Token("a")));
            await Task.Delay(20);
            await Write(stream, Chunked(Token("b")) + Chunked(Usage(2)) + Chunked("data: [DONE]\n\n") + StreamEnd);
        });
        using var folder = new TemporaryFolder();
        Bench(server, folder, "--streaming", "--num-requests", "4", "--osl", "2");

        using var theirs = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(sample, "profile_export_aiperf.json")));
        using var ours = Read(folder, "profile_export_aiperf.json");
        // Without a tokenizer the prompt's length is the server's, so there is nothing to differ from it.
        Assert.Equal(Keys(theirs.RootElement), Keys(ours.RootElement));
        var theirLine = JsonDocument.Parse(File.ReadLines(Path.Combine(sample, "profile_export.jsonl")).First()).RootElement;
        var ourLine = JsonDocument.Parse(File.ReadLines(Path.Combine(folder.Path, "run", "profile_export.jsonl")).First()).RootElement;
        Assert.Equal(Keys(theirLine.GetProperty("metrics")), Keys(ourLine.GetProperty("metrics")));
        Assert.Subset(Keys(ourLine.GetProperty("metadata")).ToHashSet(), Keys(theirLine.GetProperty("metadata")).ToHashSet());
        Assert.Equal(
            Headings(Path.Combine(sample, "profile_export_aiperf.csv")),
            Headings(Path.Combine(folder.Path, "run", "profile_export_aiperf.csv")));
    }

    [Fact]
    public void Failures_end_with_exit_code_5_and_everything_is_written()
    {
        using var server = new ScriptedServer((number, stream) => Write(stream, number % 4 == 0 ? Plain(500, "application/json", "{\"error\":\"down\"}") : Answer));
        using var folder = new TemporaryFolder();
        var run = Bench(server, folder, "--streaming", "--num-requests", "8");

        Assert.Equal(ExitCode.OutsideFailed, run.ExitCode);
        using var summary = Read(folder, "profile_export_aiperf.json");
        Assert.Equal(25, summary.RootElement.GetProperty("request_error_rate").GetProperty("avg").GetDouble());
        var same = Assert.Single(summary.RootElement.GetProperty("error_summary").EnumerateArray());
        Assert.Equal(2, same.GetProperty("count").GetInt32());
        Assert.Equal(500, same.GetProperty("error_details").GetProperty("code").GetInt32());
    }

    [Fact]
    public void Failures_within_the_tolerance_are_no_reason_to_fail()
    {
        using var server = new ScriptedServer((number, stream) => Write(stream, number % 4 == 0 ? Plain(500, "application/json", "{}") : Answer));
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Done, Bench(server, folder, "--streaming", "--num-requests", "8", "--max-error-rate", "0.25").ExitCode);
    }

    [Fact]
    public void A_run_of_failures_only_writes_everything_too()
    {
        using var server = new ScriptedServer((_, stream) => Write(stream, Plain(500, "application/json", "{\"error\":\"down\"}")));
        using var folder = new TemporaryFolder();
        var run = Bench(server, folder, "--streaming", "--num-requests", "3", "--max-error-rate", "1");

        Assert.Equal(ExitCode.OutsideFailed, run.ExitCode);
        Assert.Contains("no request succeeded", run.Error, StringComparison.Ordinal);
        Assert.Contains("down", run.Output, StringComparison.Ordinal);
        using var summary = Read(folder, "profile_export_aiperf.json");
        Assert.Equal(3, summary.RootElement.GetProperty("error_request_count").GetProperty("avg").GetDouble());
        Assert.True(File.Exists(Path.Combine(folder.Path, "run", "profile_export_aiperf.csv")));
    }

    [Fact]
    public void An_earlier_run_is_replaced_only_when_told()
    {
        using var server = new ScriptedServer((_, stream) => Write(stream, Answer));
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Done, Bench(server, folder, "--streaming", "--num-requests", "1").ExitCode);
        Assert.Equal(ExitCode.InvalidInput, Bench(server, folder, "--streaming", "--num-requests", "1").ExitCode);
        Assert.Equal(ExitCode.Done, Bench(server, folder, "--streaming", "--num-requests", "1", "--replace").ExitCode);
    }

    [Fact]
    public void Secrets_are_in_no_file()
    {
        using var server = new ScriptedServer((_, stream) => Write(stream, Answer));
        using var folder = new TemporaryFolder();
        var run = Bench(server, folder, "--num-requests", "1", "--streaming", "--api-key", "hush-hush", "--header", "X-Key: tell-nobody");
        var written = string.Concat(Directory.GetFiles(Path.Combine(folder.Path, "run")).Select(File.ReadAllText)) + run.Output + run.Error;
        Assert.DoesNotContain("hush-hush", written, StringComparison.Ordinal);
        Assert.DoesNotContain("tell-nobody", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--goodput ttft:50", "'ttft' is not a metric")]
    [InlineData("--concurrency 0", "0 is less than 1")]
    [InlineData("--request-rate-mode gamma", "has no effect without --request-rate")]
    [InlineData("--benchmark-grace-period 3", "has no effect without --benchmark-duration")]
    [InlineData("--osl-stddev 3", "has no mean")]
    [InlineData("--url ftp://h", "is not a web address")]
    [InlineData("--extra-inputs noise", "is not name:value")]
    [InlineData("--input-file x.jsonl", "not implemented yet")]
    [InlineData("--conurrency 4", "did you mean '--concurrency'?")]
    public void What_cannot_be_is_refused_before_anything_is_sent(string flags, string reason)
    {
        var run = Cli(["bench", "-m", "m", "--tokenizer", "none", .. flags.Split(' ')]);
        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tokenizer_that_is_not_here_is_named_with_the_choices()
    {
        var run = Cli(["bench", "-m", "nobody/has-this"]);
        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("'none'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_flag_of_aiperf_is_known_or_refused_with_a_reason()
    {
        using var flags = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require("oracles/aiperf/flags.json")));
        var known = BenchFlags.All.SelectMany(flag => flag.Aliases.Prepend(flag.Name)).ToHashSet(StringComparer.Ordinal);
        var spellings = flags.RootElement.EnumerateArray().SelectMany(flag => flag.GetProperty("flags").EnumerateArray()).Select(name => name.GetString()!).ToArray();
        Assert.True(spellings.Length > 250);
        Assert.DoesNotContain(spellings, name => !known.Contains(name) && AiperfFlags.Instead(name) is null);
    }

    private static CliRun Bench(ScriptedServer server, TemporaryFolder folder, params string[] flags) => Cli(
        ["bench", "-m", "m", "--tokenizer", "none", "-u", server.Address.GetLeftPart(UriPartial.Authority), "--isl", "8", "--artifact-dir", Path.Combine(folder.Path, "run"), .. flags]);

    private static CliRun Cli(string[] arguments) => new([new BenchVerb(Interrupts.Watch, TimeProvider.System, _ => null)], arguments);

    private static JsonDocument Read(TemporaryFolder folder, string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.Path, "run", name)));

    private static string[] Keys(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)];

    private static string[] Headings(string csv) => [.. File.ReadAllLines(csv).Select(line => line.Split(',')[0])];
}
