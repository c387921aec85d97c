using FsCheck.Fluent;
using Plimsoll.Load.Prompts;
using Plimsoll.Load.Schedules;
using Plimsoll.Load.Tokenizing;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Prompts;

public sealed class ExactTextPromptsTests
{
    [Fact]
    public void A_prompt_of_any_length_has_exactly_that_many_tokens()
    {
        var tokenizer = TokenizerFile.Open(SharedData.Require("oracles/aiperf/tools/tok8k"));
        var prompts = new ExactTextPrompts(tokenizer);
        Properties.Check(
            from length in Gen.Choose(1, 3000) from seed in Gen.Choose(0, int.MaxValue) select (length, seed),
            item => tokenizer.Count(prompts.Text(item.length, new SeededRandom(item.seed))) == item.length,
            tests: 200);
    }

    [Fact]
    public void A_prompt_does_not_begin_with_a_space_that_a_template_would_trim()
    {
        var prompts = new ExactTextPrompts(TokenizerFile.Open(SharedData.Require("oracles/aiperf/tools/tok8k")));
        Assert.All(Enumerable.Range(0, 50), seed => Assert.False(char.IsWhiteSpace(prompts.Text(20, new SeededRandom(seed))[0])));
    }
}
