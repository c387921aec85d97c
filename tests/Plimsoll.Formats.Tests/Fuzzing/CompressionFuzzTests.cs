using System.Diagnostics;
using Plimsoll.Formats.Compression;
using Plimsoll.Formats.Tests.Writing;

namespace Plimsoll.Formats.Tests.Fuzzing;

/// <summary>Damaged blocks and frames give bytes or the typed error; what the reference implementation accepts too, it reads alike.</summary>
public sealed class CompressionFuzzTests(ITestOutputHelper output)
{
    private delegate void Decoder(byte[] input, byte[] target);

    [Fact]
    public void Damaged_snappy_blocks_give_bytes_or_the_typed_error() =>
        Run(seed => RandomBytes.Create(seed, 2000), static (data, _) => SnappyEncoder.Encode(data), static (input, target) => Snappy.Decode(input, target), isAgreed: null);

    [Fact]
    public void Damaged_zstandard_frames_give_the_bytes_of_the_reference_or_the_typed_error()
    {
        LibZstd.Require();
        var decoder = new ZstandardDecoder();
        Run(
            seed => RandomBytes.Create(seed, 4000),
            (data, seed) => LibZstd.Compress(data, seed % 27 - 7, hasChecksum: false),
            (input, target) => decoder.Decode(input, target),
            (input, target) => LibZstd.TryDecompress(input, target.Length) is not { } reference || reference.AsSpan().SequenceEqual(target));
    }

    private void Run(Func<int, byte[]> create, Func<byte[], int, byte[]> encode, Decoder decode, Func<byte[], byte[], bool>? isAgreed)
    {
        var options = FuzzOptions.FromEnvironment(defaultCount: 3000);
        var plain = Enumerable.Range(0, 80).Select(create).ToArray();
        var encoded = plain.Select(encode).ToArray();
        int answers = 0, refusals = 0;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < options.Count; i++)
        {
            var random = new Random(unchecked(options.Seed * 1_000_003 + i));
            var which = random.Next(plain.Length);
            var input = Mutator.Mutate(random, encoded[which], encoded[random.Next(plain.Length)]);
            var target = new byte[plain[which].Length];
            try
            {
                decode(input, target);
                answers++;
                Assert.True(isAgreed?.Invoke(input, target) ?? true, $"seed {options.Seed}, input {i}: other bytes than the reference");
            }
            catch (MalformedDataException)
            {
                refusals++;
            }
        }

        output.WriteLine($"{options.Count} inputs, seed {options.Seed}, in {clock.Elapsed.TotalSeconds:F0} s: {answers} answers, {refusals} refusals");
        Assert.True(answers > 0 && refusals > options.Count / 10);
    }
}
