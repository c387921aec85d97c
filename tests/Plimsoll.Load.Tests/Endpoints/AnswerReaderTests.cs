using System.Text;
using Plimsoll.Load.Endpoints;

namespace Plimsoll.Load.Tests.Endpoints;

public sealed class AnswerReaderTests
{
    [Theory]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":""}}]}""", false)]
    [InlineData("""{"choices":[{"delta":{"content":null}}]}""", false)]
    [InlineData("""{"choices":[],"usage":{"completion_tokens":3}}""", false)]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"reasoning_content":"a"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[]}}]}""", false)]
    [InlineData("""{"choices":[{"text":" a"}]}""", true)]
    [InlineData("""{"choices":[{"message":{"content":"a"}}]}""", true)]
    public void Only_output_is_content(string json, bool hasContent)
    {
        var reader = new AnswerReader();
        reader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(hasContent, reader.HasContent);
    }

    [Fact]
    public void Reasoning_is_content_but_no_answer()
    {
        var reader = new AnswerReader();
        reader.Read("""{"choices":[{"delta":{"reasoning":"a"}}]}"""u8);
        Assert.True(reader.HasContent);
        Assert.False(reader.HasAnswer);
    }

    [Fact]
    public void Usage_is_read_with_its_details()
    {
        var reader = new AnswerReader();
        reader.Read("""{"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"completion_tokens_details":{"reasoning_tokens":2},"prompt_tokens_details":{"audio":null,"cached_tokens":8}}}"""u8);
        Assert.Equal(new TokenUsage(10, 5, 15, 2, 8), reader.Usage);
    }

    [Fact]
    public void Text_of_several_chunks_is_joined_and_unescaped()
    {
        var reader = new AnswerReader { KeepsText = true };
        reader.Read("""{"choices":[{"delta":{"content":"a\n"}}]}"""u8);
        reader.Read("""{"choices":[{"delta":{"content":"\u00e9"}}]}"""u8);
        Assert.Equal("a\né", Encoding.UTF8.GetString(reader.Text.WrittenSpan));
    }

    [Fact]
    public void An_error_object_is_a_failure_with_the_servers_words()
    {
        var failed = Assert.Throws<RequestFailedException>(() => new AnswerReader().Read("""{"error":{"message":"engine died"}}"""u8));
        Assert.Equal(FailureKind.ErrorEvent, failed.Failure.Kind);
        Assert.Contains("engine died", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"choices\":")]
    [InlineData("hello")]
    public void Other_bytes_are_malformed(string json)
    {
        var failed = Assert.Throws<RequestFailedException>(() => new AnswerReader().Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(FailureKind.Malformed, failed.Failure.Kind);
    }
}
