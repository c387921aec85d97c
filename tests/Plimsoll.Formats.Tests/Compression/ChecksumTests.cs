using Plimsoll.Formats.Compression;

namespace Plimsoll.Formats.Tests.Compression;

public sealed class ChecksumTests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void The_hash_of_short_texts_is_as_published(string text, ulong expected) =>
        Assert.Equal(expected, XxHash64.Compute(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_cyclic_redundancy_check_has_its_published_check_value() =>
        Assert.Equal(0xCBF43926, Crc32.Compute("123456789"u8));
}
