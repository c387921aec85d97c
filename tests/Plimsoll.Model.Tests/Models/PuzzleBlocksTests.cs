using Plimsoll.Model.Models;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Models;

public sealed class PuzzleBlocksTests
{
    private const string Full = """{"attention": {"no_op": false, "n_heads_in_group": 8}, "ffn": {"no_op": false, "ffn_mult": 5.25}}""";
    private const string NoAttention = """{"attention": {"no_op": true, "n_heads_in_group": null}, "ffn": {"no_op": false, "ffn_mult": 1.0}}""";
    private const string NoFeedForward = """{"attention": {"no_op": false, "n_heads_in_group": 4}, "ffn": {"no_op": true, "ffn_mult": null}}""";

    [Fact]
    public void Every_block_has_its_own_groups_and_width_or_lacks_a_half()
    {
        var model = Read(Full, NoAttention, NoFeedForward, Full);

        Assert.Equal(
            [
                new LayerGroup(2, new GroupedQueryAttention(16, 2, 64), new DenseFeedForward(3584)),
                new LayerGroup(1, null, new DenseFeedForward(768)),
                new LayerGroup(1, new GroupedQueryAttention(16, 4, 64), null),
            ],
            model.LayerGroups);
    }

    [Theory]
    [InlineData(5.25, 28672)]
    [InlineData(3.28125, 17920)]
    [InlineData(1.3125, 7168)]
    [InlineData(1.0, 5632)]
    [InlineData(0.5, 2816)]
    public void The_width_is_two_thirds_of_the_multiple_rounded_up_to_256(double multiple, int width) =>
        Assert.Equal(width, PuzzleBlocks.Width(multiple, 8192));

    [Fact]
    public void A_half_replaced_by_a_linear_layer_is_not_priced()
    {
        var linear = Full.Replace("\"ffn\": {", "\"ffn\": {\"replace_with_linear\": true, ");
        Assert.Equal(["feed-forward parts replaced by one linear layer (replace_with_linear)"], Read(linear, Full, linear, Full).Unsupported);
    }

    [Fact]
    public void Wrong_blocks_are_refused_with_their_number()
    {
        var refused = Assert.Throws<InvalidInputException>(
            () => Read(Full, """{"attention": {"n_heads_in_group": 5}}""", Full.Replace("5.25", "-1"), Full));
        Assert.Equal(
            [
                "model/config.json: block_configs[1].attention.n_heads_in_group: 5 does not divide the 16 heads",
                "model/config.json: block_configs[1].ffn: is missing",
                "model/config.json: block_configs[2].ffn.ffn_mult: must be a number above 0 and at most 64",
            ],
            refused.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void One_block_per_layer_is_demanded()
    {
        var refused = Assert.Throws<InvalidInputException>(() => Read(Full));
        Assert.Contains("has 1 entries, which is not num_hidden_layers", refused.Message);
    }

    private static ModelSpec Read(params string[] blocks) => ConfigText.Read(ConfigText.Of(
        "DeciLMForCausalLM", ("block_configs", $"[{string.Join(',', blocks)}]"), ("num_key_value_heads", "null"), ("intermediate_size", "null")));
}
