using Plimsoll.Serving.Workloads;
using Plimsoll.Serving.Workloads.Lengths;
using Plimsoll.Serving.Workloads.Protocols;

namespace Plimsoll.Serving.Tests.Workloads;

public sealed class ConversationTests
{
    private static readonly RequestPlan Plan = new()
    {
        Lengths = new DrawnLengths(new FixedLength(100), new FixedLength(50), seed: 1),
        Conversation = new ConversationPlan(Turns: 3, ThinkMs: 1000),
    };

    [Fact]
    public void Each_prompt_is_everything_said_before_and_new_text()
    {
        var turns = FixedServer.Serve(new ClosedLoop(1).Start(Plan with { Requests = 3 }).Source);

        Assert.Equal([100, 250, 400], turns.Select(turn => turn.Isl));
        Assert.Equal([0, 1100, 2200], turns.Select(turn => turn.SentMs));
        Assert.Equal([100, 50, 100, 50, 100], turns[2].Content!.Segments.Select(segment => segment.Tokens));
        Assert.Equal(turns[1].Content!.Segments, turns[2].Content!.Segments.Take(3));
        Assert.Equal(turns[1].Content!.AnswerId, turns[2].Content!.Segments[3].Id);
    }

    [Fact]
    public void Every_prompt_adds_up_to_its_segments()
    {
        var sent = FixedServer.Serve(OpenLoop.Poisson(10).Start(Plan with { Requests = 100, SharedPrefix = 40 }).Source);

        Assert.Equal(100, sent.Count);
        Assert.All(sent, request => Assert.Equal(request.Isl, request.Content!.Segments.Sum(segment => segment.Tokens)));
        Assert.All(sent, request => Assert.Equal(new PromptSegment(1, 40), request.Content!.Segments[0]));
    }

    [Fact]
    public void Conversations_share_nothing_but_the_common_prefix()
    {
        var sent = FixedServer.Serve(new Burst().Start(Plan with { Requests = 30 }).Source);
        var owners = sent.SelectMany(request => request.Content!.Segments.Select(segment => (segment.Id, request.Session))).Distinct();

        Assert.All(owners.GroupBy(owner => owner.Id), group => Assert.Single(group));
    }

    [Fact]
    public void The_rate_is_of_all_requests_and_their_number_is_exact()
    {
        var sent = FixedServer.Serve(OpenLoop.Constant(6).Start(Plan with { Requests = 10 }).Source);

        Assert.Equal(10, sent.Count);
        Assert.Equal([0, 500, 1000, 1500], sent.GroupBy(request => request.Session).Select(conversation => conversation.Min(turn => turn.SentMs)));
    }

    [Fact]
    public void A_conversation_that_outgrows_the_engine_ends()
    {
        var sent = FixedServer.Serve(new ClosedLoop(1).Start(Plan with { Requests = 6, SequenceTokens = 320 }).Source);

        Assert.Equal([100, 250, 100, 250], sent.Select(request => request.Isl));
    }

    [Fact]
    public void What_is_said_does_not_depend_on_how_fast_answers_come()
    {
        var plan = Plan with { Requests = 60, Lengths = new DrawnLengths(new UniformLength(10, 100), new UniformLength(10, 100), seed: 9) };
        var fast = FixedServer.Serve(new ClosedLoop(4).Start(plan).Source, _ => 1);
        var slow = FixedServer.Serve(new ClosedLoop(4).Start(plan).Source, request => 1 + (request.Osl * 977 % 1000));

        Assert.Equal(
            fast.Select(request => (request.Session, request.Isl, request.Osl)).Order(),
            slow.Select(request => (request.Session, request.Isl, request.Osl)).Order());
    }
}
