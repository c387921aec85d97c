using System.Text.Json;
using Plimsoll.Load.Tokenizing;
using Plimsoll.Testing;

namespace Plimsoll.Load.Tests.Tokenizing;

/// <summary>Against ids from the reference implementation.</summary>
public sealed class ReferenceTokenizerTests
{
    private const string Folder = "oracles/aiperf/tools/tok8k";

    [Fact]
    public void Every_sample_gets_the_ids_of_the_reference_and_comes_back()
    {
        var tokenizer = TokenizerFile.Open(SharedData.Require(Folder));
        var samples = File.ReadAllLines(Path.Combine(SharedData.Require(Folder), "samples.jsonl"));
        Assert.All(samples, line =>
        {
            using var sample = JsonDocument.Parse(line);
            var text = sample.RootElement.GetProperty("text").GetString()!;
            var ids = sample.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            Assert.Equal(ids, tokenizer.Encode(text));
            Assert.Equal(text, tokenizer.Decode(ids));
        });
    }
}
