using FsCheck.Fluent;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Validation;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["h100_sxm", "h200_sxm", "b200_sxm", "l40s", "gb200"];

    [Theory]
    [InlineData("h200_smx", "h200_sxm")]
    [InlineData("H200_SXM", "h200_sxm")]
    [InlineData("h200sxm", "h200_sxm")]
    [InlineData("l4s", "l40s")]
    [InlineData("gb20", "gb200")]
    public void A_slip_finds_what_was_meant(string typed, string expected)
    {
        Assert.Equal(expected, NearestName.Find(typed, Known));
        Assert.Equal($"did you mean '{expected}'?", NearestName.Hint(typed, Known));
    }

    [Theory]
    [InlineData("toaster")]
    [InlineData("mi300x_accelerator")]
    public void What_is_far_from_everything_gets_no_guess(string typed)
    {
        Assert.Null(NearestName.Find(typed, Known));
        Assert.Null(NearestName.Hint(typed, Known));
    }

    [Fact]
    public void Nothing_is_near_when_nothing_is_known() => Assert.Null(NearestName.Find("h200_sxm", []));

    [Fact]
    public void A_known_name_is_nearest_to_itself_after_any_single_slip() => Properties.Check(
        from name in Gen.Elements("meta-llama/Llama-3.1-70B", "qwen/qwen3-32b-fp8", "mistral-large")
        from at in Gen.Choose(0, name.Length - 1)
        from letter in Gen.Elements('x', '7', '-')
        from slip in Gen.Choose(0, 2)
        select (name, slip switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, letter.ToString()),
            _ => name[..at] + letter + name[(at + 1)..],
        }),
        sample => NearestName.Find(sample.Item2, ["meta-llama/Llama-3.1-70B", "qwen/qwen3-32b-fp8", "mistral-large"]) == sample.name);
}
