using System.Text;
using System.Text.Json.Nodes;
using Plimsoll.Load.Endpoints;
using Plimsoll.Load.Prompts;

namespace Plimsoll.Load.Tests.Prompts;

public sealed class RequestFactoryTests
{
    [Fact]
    public void The_first_requests_do_not_depend_on_how_many_there_are()
    {
        var factory = Factory(EndpointKind.Chat, new WordPrompts());
        Assert.Equal(factory.Make(5, 42).Select(Text), factory.Make(50, 42).Take(5).Select(Text));
        Assert.NotEqual(factory.Make(5, 42).Select(Text), factory.Make(5, 43).Select(Text));
    }

    [Fact]
    public void Token_id_prompts_have_exactly_the_length_asked_for()
    {
        var request = Factory(EndpointKind.Completions, new TokenIdPrompts()).Make(1, 1)[0];
        Assert.Equal(20, request.InputTokens);
        Assert.Equal(20, JsonNode.Parse(request.Body)!["prompt"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(EndpointKind.Chat, "messages,model,stream,max_completion_tokens,ignore_eos,stream_options")]
    [InlineData(EndpointKind.Completions, "prompt,model,stream,max_tokens,ignore_eos,stream_options")]
    public void Bodies_have_aiperfs_members_in_its_order(EndpointKind kind, string members) =>
        Assert.Equal(members, string.Join(',', JsonNode.Parse(Factory(kind, new WordPrompts()).Make(1, 1)[0].Body)!.AsObject().Select(member => member.Key)));

    [Fact]
    public void Extra_members_win_over_ours()
    {
        var extra = RequestFactory.ReadExtra("""{"max_completion_tokens": 7, "stream_options": {"include_usage": false}}""");
        var body = JsonNode.Parse(Factory(EndpointKind.Chat, new WordPrompts(), extra).Make(1, 1)[0].Body)!;
        Assert.Equal(7, (int)body["max_completion_tokens"]!);
        Assert.False((bool)body["stream_options"]!["include_usage"]!);
    }

    [Theory]
    [InlineData("ignore_eos:true", """{"ignore_eos":true}""")]
    [InlineData("a:1,b:0.5,c:x,d:null", """{"a":1,"b":0.5,"c":"x","d":null}""")]
    [InlineData("u:http://h", """{"u":"http://h"}""")]
    [InlineData(""" {"nvext":{"x":[1]}} """, """{"nvext":{"x":[1]}}""")]
    public void Extra_members_are_read(string text, string json) => Assert.Equal(json, RequestFactory.ReadExtra(text).ToJsonString());

    [Theory]
    [InlineData("noise")]
    [InlineData("{broken")]
    [InlineData(":1")]
    public void Others_are_refused(string text) => Assert.Throws<FormatException>(() => RequestFactory.ReadExtra(text));

    private static string Text(PreparedRequest request) => Encoding.UTF8.GetString(request.Body);

    private static RequestFactory Factory(EndpointKind kind, IPromptMaker maker, JsonObject? extra = null) => new(
        new EndpointTarget { Address = new Uri("http://h"), Kind = kind, Streaming = true, Model = "m" },
        maker, new LengthLaw(20, 0), new LengthLaw(16, 0), extra ?? RequestFactory.ReadExtra("ignore_eos:true"));
}
