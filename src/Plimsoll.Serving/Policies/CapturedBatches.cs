namespace Plimsoll.Serving.Policies;

/// <summary>
/// The batch sizes for which backends capture CUDA graphs by default. A batch between two sizes is padded to the larger one; a larger batch
/// than all of them is launched kernel by kernel.
/// </summary>
public static class CapturedBatches
{
    private const int VllmBound = 512;
    private const int TensorRtLlmBound = 128;

    /// <summary>TensorRT-LLM: 1, 2, 4, then every 8 up to 128 sequences.</summary>
    public static IReadOnlyList<int> TensorRtLlm { get; } = Sizes(TensorRtLlmBound, [1, 2, 4], (8, 8, TensorRtLlmBound));

    /// <summary>vLLM: 1, 2, 4, every 8 below 256 tokens, every 16 from there to 512, but not beyond twice the sequences that may run.</summary>
    public static IReadOnlyList<int> Vllm(int maxSequences) =>
        Sizes(Math.Min(VllmBound, 2 * maxSequences), [1, 2, 4], (8, 8, 248), (256, 16, VllmBound));

    /// <summary>SGLang: 1, 2, 4, 8, 12, every 8 to 256 sequences and every 16 beyond, up to the size that it derives from device memory.</summary>
    public static IReadOnlyList<int> Sglang(int maxBatch) =>
        Sizes(maxBatch, [1, 2, 4, 8, 12], (16, 8, 256), (272, 16, 512));

    private static int[] Sizes(int bound, int[] first, params ReadOnlySpan<(int From, int Every, int To)> ranges)
    {
        var sizes = new List<int>(first.Where(size => size <= bound));
        foreach (var (from, every, to) in ranges)
        {
            for (var size = from; size <= Math.Min(to, bound); size += every)
            {
                sizes.Add(size);
            }
        }

        return [.. sizes];
    }
}
