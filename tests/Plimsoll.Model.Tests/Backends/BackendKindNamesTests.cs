using Plimsoll.Model.Backends;

namespace Plimsoll.Model.Tests.Backends;

public sealed class BackendKindNamesTests
{
    [Fact]
    public void Every_backend_is_read_under_the_name_that_it_is_written_with() => Assert.All(Enum.GetValues<BackendKind>(), backend =>
    {
        Assert.True(BackendKindNames.TryParse(backend.Name().ToUpperInvariant(), out var read));
        Assert.Equal(backend, read);
    });

    [Theory]
    [InlineData("vlm")]
    [InlineData("")]
    [InlineData("TensorRtLlm")]
    public void Other_names_are_none(string name) => Assert.False(BackendKindNames.TryParse(name, out _));

    [Fact]
    public void An_engine_is_named_with_its_release() =>
        Assert.Equal("trtllm 1.3.0rc20", new EngineVersion(BackendKind.TensorRtLlm, "1.3.0rc20").ToString());
}
