using Plimsoll.Model.Validation;
using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Protocols;
using Plimsoll.Serving.Workloads.Traces;
using Plimsoll.Testing;

namespace Plimsoll.Serving.Tests.Workloads;

public sealed class TraceFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plimsoll-traces").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_mooncake_trace_is_blocks_of_512_tokens_at_its_times()
    {
        var sent = Replay(
            """
            {"timestamp": 0, "input_length": 600, "output_length": 10, "hash_ids": [0, 200]}
            {"timestamp": 150, "input_length": 1024, "output_length": 11, "hash_ids": [0, 2]}
            """,
            TraceFormat.Mooncake);

        Assert.Equal([0, 150], sent.Select(request => request.SentMs));
        Assert.Equal([512, 88], sent[0].Content!.Segments.Select(segment => segment.Tokens));
        Assert.Equal([512, 512], sent[1].Content!.Segments.Select(segment => segment.Tokens));
        Assert.Equal(sent[0].Content!.Segments[0], sent[1].Content!.Segments[0]);
        Assert.Null(sent[0].CachedTokens);
    }

    [Fact]
    public void Turns_of_a_mooncake_session_wait_for_the_answer_and_repeat_what_was_said()
    {
        var sent = Replay(
            """
            {"session_id": "a", "timestamp": 0, "input_length": 300, "output_length": 8}
            {"session_id": "a", "delay": 40, "input_length": 50, "output_length": 9}
            {"session_id": "b", "timestamp": 120, "input_length": 20, "output_length": 8}
            """,
            TraceFormat.Mooncake);

        Assert.Equal([(0.0, 300), (120.0, 20), (140.0, 358)], sent.Select(request => (request.SentMs, request.Isl)));
        Assert.Equal([300, 8, 50], sent[2].Content!.Segments.Select(segment => segment.Tokens));
        Assert.Equal(sent[0].Content!.AnswerId, sent[2].Content!.Segments[1].Id);
        Assert.Equal([0, -1, 0], sent.Select(request => request.Session));
    }

    [Fact]
    public void Our_request_lines_state_what_was_cached()
    {
        var sent = Replay(
            """
            {"id":0,"t_ms":3.056,"isl":4000,"osl":500,"ttft_ms":107.474,"cached_tokens":3984}

            {"id":1,"t_ms":6.116,"isl":1,"osl":1}
            """,
            TraceFormat.RequestLines);

        Assert.Equal([3984, null], sent.Select(request => request.CachedTokens));
        Assert.Equal([3.056, 6.116], sent.Select(request => request.SentMs));
    }

    [Fact]
    public void A_table_has_times_lengths_and_optional_prefixes()
    {
        var sent = Replay("t,isl,osl,prefix\n0,100,10,64\n2.5,200,20,\n", TraceFormat.Csv);

        Assert.Equal([(0.0, 100, 10, 64), (2.5, 200, 20, null as int?)], sent.Select(request => (request.SentMs, request.Isl, request.Osl, request.CachedTokens)));
    }

    [Fact]
    public void Records_of_aiperf_are_replayed_in_the_order_of_sending_without_warm_up_and_failures()
    {
        var trace = Open(
            """
            {"metadata":{"request_start_ns":5000000000,"benchmark_phase":"warmup"},"metrics":{"input_sequence_length":{"value":9},"output_sequence_length":{"value":9}}}
            {"metadata":{"request_start_ns":6002000000,"benchmark_phase":"profiling"},"metrics":{"input_sequence_length":{"value":700},"output_sequence_length":{"value":7},"usage_prompt_cache_read_tokens":{"value":64}}}
            {"metadata":{"request_start_ns":6000000000,"benchmark_phase":"profiling"},"metrics":{"input_sequence_length":{"value":600},"output_sequence_length":{"value":6}}}
            {"metadata":{"request_start_ns":6003000000,"benchmark_phase":"profiling"},"metrics":{},"error":{"code":499}}
            """);
        var sent = FixedServer.Serve(new TraceReplay(trace).Start(Plan).Source);

        Assert.Equal(TraceFormat.AiperfRecords, trace.Format);
        Assert.Equal([(0.0, 600, null as int?), (2.0, 700, 64)], sent.Select(request => (request.SentMs, request.Isl, request.CachedTokens)));
        Assert.Equal(["1 warm-up requests of the trace are not replayed", "1 failed or cancelled requests of the trace are not replayed"], trace.Notes);
    }

    [Fact]
    public void Inputs_of_aiperf_are_sessions_with_estimated_prompts()
    {
        var trace = Open(
            """
            {
              "data": [
                {"session_id": "s", "payloads": [
                  {"messages": [{"role": "user", "content": "twelve bytes"}], "max_completion_tokens": 16},
                  {"messages": [{"role": "user", "content": "four"}], "max_completion_tokens": 4}]},
                {"session_id": "t", "payloads": [{"prompt": [1, 2, 3, 4, 5], "max_tokens": 2}]}
              ]
            }
            """);
        var sent = FixedServer.Serve(new TraceReplay(trace).Start(Plan).Source);

        Assert.Equal(TraceFormat.AiperfInputs, trace.Format);
        Assert.Equal([(0.0, 3), (0.0, 5), (100.0, 20)], sent.Select(request => (request.SentMs, request.Isl)));
        Assert.Contains("the prompts of the trace are texts: the tokens of 2 are estimated at 4 bytes each", trace.Notes);
        Assert.Contains("the trace states no times: all its sessions begin at once", trace.Notes);
    }

    [Theory]
    [InlineData("""{"t_ms":-1,"isl":5,"osl":5}""", ":1: t_ms: -1 is negative")]
    [InlineData("""{"t_ms":0,"isl":0,"osl":5}""", ":1: isl: 0 is no whole number of tokens from 1 on")]
    [InlineData("""{"t_ms":0,"isl":5,"osl":2.5}""", ":1: osl: 2.5 is no whole number of tokens from 1 on")]
    [InlineData("""{"t_ms":NaN,"isl":5,"osl":5}""", ":1: t_ms: is not JSON")]
    [InlineData("""{"t_ms":0,"isl":5,"osl":5} {}""", ":1: osl: is not JSON")]
    [InlineData("""{"t_ms":0,"isl":5}""", ":1: osl: is missing")]
    [InlineData("""{"isl":5,"osl":5}""", ":1: t_ms: is missing (give the file with --lengths and another protocol)")]
    [InlineData("""{"t_ms":0,"isl":5,"osl":5,"cached_token":3}""", ":1: cached_token: unknown field (did you mean 'cached_tokens'?)")]
    [InlineData("""{"t_ms":0,"isl":5,"osl":5,"cached_tokens":5}""", ":1: 5 cached tokens leave nothing to compute of a prompt of 5")]
    [InlineData("""{"t_ms":0,"isl":4000,"osl":200}""", ":1: a prompt of 4000 and an answer of 200 tokens exceed the longest sequence that is served, 4096")]
    [InlineData("{\"t_ms\":5,\"isl\":5,\"osl\":5}\n{\"t_ms\":4,\"isl\":5,\"osl\":5}", ":2: is sent at 4 ms, before the line above it (5 ms)")]
    [InlineData("""{"timestamp":0,"input_length":600,"output_length":1,"hash_ids":[1]}""", ":1: hash_ids: 1 blocks of 512 tokens are no prompt of 600 (such a prompt has 2 blocks; --block-tokens gives another size)")]
    [InlineData("""{"session_id":"a","input_length":600,"output_length":1}""", ":1: timestamp: is missing")]
    [InlineData("""{"timestamp":1e999,"input_length":600,"output_length":1}""", ":1: timestamp: is not a finite number")]
    [InlineData("t,isl,osl\nNaN,5,5", ":2: t: 'NaN' is no time of 0 ms or more")]
    [InlineData("t,isl,osl\n0,5", ":2: the record has 2 fields, the header 3")]
    [InlineData("t,isl,osl,prefixx\n0,5,5,5", ":1: prefixx: unknown column (did you mean 'prefix'?)")]
    [InlineData("t,isl,osl\n", ": has no requests")]
    [InlineData("", ": is empty")]
    [InlineData("hello", ": is no trace")]
    [InlineData("""{"data": 5}""", ": has no list 'data'")]
    [InlineData("""{"data": [{"payloads": [{"prompt": "a b c"}]}]}""", ":1: payloads[0].max_tokens: is missing")]
    [InlineData("""{"metadata":{},"metrics":{}}""", ":1: metadata.request_start_ns: is missing")]
    public void A_broken_trace_is_refused_with_line_and_field(string content, string expected)
    {
        var refused = Assert.Throws<InvalidInputException>(() => Open(content, new TraceOptions(SequenceTokens: 4096)));

        Assert.Contains(refused.Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_told_at_once_up_to_a_bound()
    {
        var few = Assert.Throws<InvalidInputException>(() => Open("t,isl,osl\n-1,0,0\n5,5,5\n3,5,x"));
        var many = Assert.Throws<InvalidInputException>(() => Open("t,isl,osl\n" + string.Concat(Enumerable.Repeat("-1,1,1\n", 1000))));

        Assert.Equal(4, few.Errors.Count);
        Assert.Equal(21, many.Errors.Count);
        Assert.Contains("reading stopped after 20 problems", many.Errors[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_alone_need_no_times_and_no_order()
    {
        var trace = Open("isl,osl\n5,6\n7,8\n", new TraceOptions(LengthsOnly: true));

        Assert.Equal([new RequestShape(5, 6), new RequestShape(7, 8)], trace.Lengths());
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Contains("cannot be read", Refusal(Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.Contains("is a folder", Refusal(_folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        var file = Path.Combine(_folder, "long");
        File.WriteAllText(file, """{"t_ms":""" + new string(' ', 17 << 20));

        Assert.Contains("longer than", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_trace_is_read_row_by_row()
    {
        var file = Path.Combine(_folder, "long.csv");
        File.WriteAllText(file, "t,isl,osl\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},1000,100\n")));
        var source = new TraceReplay(TraceFile.Open(file, new TraceOptions())).Start(Plan).Source;
        var sent = 0;
        for (; !source.IsExhausted; sent++)
        {
            Assert.Equal(sent, source.Send().SentMs);
        }

        Assert.Equal(100_000, sent);
    }

    [Theory]
    [InlineData("oracles/aiperf/inputs/mooncake.jsonl", TraceFormat.Mooncake, 16)]
    [InlineData("oracles/aiperf/inputs/mooncake_sessions.jsonl", TraceFormat.Mooncake, 12)]
    [InlineData("oracles/aiperf/runs/guide-chat-c8/artifacts/profile_export.jsonl", TraceFormat.AiperfRecords, 64)]
    [InlineData("oracles/aiperf/runs/multiturn-synth/artifacts/inputs.json", TraceFormat.AiperfInputs, 15)]
    [InlineData("truth/h200_sxm-vllm-0.24.0/l8b_tp1/c128_1024_1024_ix.requests.jsonl", TraceFormat.RequestLines, 640)]
    public void Files_of_real_tools_are_recognised(string path, TraceFormat format, int requests)
    {
        var trace = TraceFile.Open(SharedData.Require(path), new TraceOptions());

        Assert.Equal(format, trace.Format);
        Assert.Equal(requests, trace.Requests);
        Assert.Equal(requests, FixedServer.Serve(new TraceReplay(trace).Start(Plan).Source).Count);
    }

    private static RequestPlan Plan => new() { Lengths = new Plimsoll.Serving.Workloads.Lengths.SampledLengths([new RequestShape(1, 1)], 0) };

    private TraceFile Open(string content, TraceOptions? options = null)
    {
        var file = Path.Combine(_folder, "trace");
        File.WriteAllText(file, content);
        return TraceFile.Open(file, options ?? new TraceOptions());
    }

    private List<ClientRequest> Replay(string content, TraceFormat format)
    {
        var trace = Open(content);
        Assert.Equal(format, trace.Format);
        return FixedServer.Serve(new TraceReplay(trace).Start(Plan).Source);
    }

    private static string Refusal(string path) =>
        Assert.Throws<InvalidInputException>(() => TraceFile.Open(path, new TraceOptions())).Errors[0].Message;
}
