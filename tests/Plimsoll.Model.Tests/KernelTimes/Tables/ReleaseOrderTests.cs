using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Tables;

public sealed class ReleaseOrderTests
{
    private static readonly Gen<string> Release =
        from epoch in Gen.Elements("", "", "", "1!")
        from numbers in Gen.Choose(0, 12).NonEmptyListOf()
        from pre in Gen.Elements("", "", "a", "b1", "rc2", "rc10", ".alpha-3", "c10")
        from post in Gen.Elements("", "", ".post1", "-1", ".rev2")
        from dev in Gen.Elements("", "", ".dev0", "dev19262")
        from local in Gen.Elements("", "", "+cu128", "+cu128.2", "+2")
        from prefix in Gen.Elements("", "", "v")
        select $"{prefix}{epoch}{string.Join('.', numbers.Take(4))}{pre}{post}{dev}{local}";

    private static readonly Gen<string> Text = Gen.OneOf(Release, Release, Gen.Elements("", "latest", "1.0.", "nightly-1.0", "v", "1..2"));

    [Fact]
    public void Releases_come_in_their_publishers_order()
    {
        string[] expected =
        [
            "latest", "0.1.dev19262", "0.5.6", "0.5.6.post2", "0.5.9", "0.5.10", "0.14.0", "0.24.0", "0.24.0+cu128", "0.24.0.post1", "1.2.0rc5",
            "1.2.0rc5.post1", "1.2.0rc6", "1.2.0", "1.3.0.dev3", "1.3.0a2.dev1", "1.3.0a2", "1.3.0b1", "1.3.0rc10", "1.3.0rc20", "1.3.0",
            "1.3.0.post1.dev1", "1.3.0.post1", "1!0.1",
        ];
        Assert.Equal(expected, expected.Reverse().Order(ReleaseOrder.Instance));
        Assert.Equal(expected, expected.Order(StringComparer.Ordinal).ToArray().Order(ReleaseOrder.Instance));
    }

    [Theory]
    [InlineData("0.24", "0.24.0")]
    [InlineData("v0.24.0", "0.24.0")]
    [InlineData("1.3.0rc20", "1.3.0-RC.20")]
    [InlineData("1.3.0c20", "1.3.0rc20")]
    [InlineData("1.0-1", "1.0.post1")]
    [InlineData("1.0alpha", "1.0a0")]
    public void Spellings_of_one_release_are_the_same(string a, string b)
    {
        Assert.True(ReleaseOrder.AreSame(a, b) && ReleaseOrder.AreSame(b, a));
        Assert.NotEqual(0, ReleaseOrder.Instance.Compare(a, b));
    }

    [Theory]
    [InlineData("0.24.0", "0.24.0+cu128")]
    [InlineData("0.24.0", "0.24.1")]
    [InlineData("latest", "newest")]
    public void Different_releases_are_not_the_same(string a, string b) => Assert.False(ReleaseOrder.AreSame(a, b));

    [Theory]
    [InlineData("0.24.0", true)]
    [InlineData("1.3.0rc20.post1", true)]
    [InlineData("latest", false)]
    [InlineData("", false)]
    [InlineData("1.0\n", false)]
    [InlineData("../1.0", false)]
    public void A_text_is_a_release_or_not(string text, bool expected) => Assert.Equal(expected, ReleaseOrder.IsRelease(text));

    [Fact]
    public void Numbers_beyond_any_integer_are_only_large() =>
        Assert.True(ReleaseOrder.Instance.Compare("1.0", "1.99999999999999999999999999") < 0);

    [Fact]
    public void The_order_is_total() => Properties.Check(
        from a in Text from b in Text from c in Text select (a, b, c),
        sample =>
        {
            var (a, b, c) = sample;
            var order = ReleaseOrder.Instance;
            return order.Compare(a, a) == 0
                && Math.Sign(order.Compare(a, b)) == -Math.Sign(order.Compare(b, a))
                && (order.Compare(a, b) == 0) == (a == b)
                && !(order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0 && order.Compare(a, c) > 0);
        },
        tests: 3000);

    [Fact]
    public void Spellings_of_one_release_stand_on_the_same_side_of_any_other() => Properties.Check(
        from a in Release from b in Release select (a, b),
        sample => ReleaseOrder.AreSame(sample.a, sample.b)
            || Math.Sign(ReleaseOrder.Instance.Compare(sample.a, sample.b)) == Math.Sign(ReleaseOrder.Instance.Compare("v" + sample.a.TrimStart('v'), sample.b)),
        tests: 1000);
}
