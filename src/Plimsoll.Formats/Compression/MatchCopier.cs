using System.Runtime.Intrinsics;

namespace Plimsoll.Formats.Compression;

/// <summary>The copying that all Lempel-Ziv decoders do. Callers have checked that source and target lie inside the spans.</summary>
internal static class MatchCopier
{
    private const int Vector = 16;

    /// <summary>Copies literals; short ones with one vector, which may write (never past the span) more than asked.</summary>
    public static void CopyLiterals(ReadOnlySpan<byte> source, int from, Span<byte> output, int to, int length)
    {
        if (length <= Vector && from <= source.Length - Vector && to <= output.Length - Vector)
            Vector128.Create(source.Slice(from, Vector)).CopyTo(output.Slice(to, Vector));
        else
            source.Slice(from, length).CopyTo(output[to..]);
    }

    /// <summary>Repeats <paramref name="length"/> bytes from <paramref name="distance"/> before <paramref name="to"/>; the two may overlap.</summary>
    public static void CopyMatch(Span<byte> output, int to, int distance, int length)
    {
        var from = to - distance;
        if (distance >= Vector && to + length <= output.Length - Vector)
        {
            // Each step reads only bytes that earlier steps have finished, and the surplus of the last is overwritten later.
            for (var done = 0; done < length; done += Vector)
                Vector128.Create((ReadOnlySpan<byte>)output.Slice(from + done, Vector)).CopyTo(output.Slice(to + done, Vector));
        }
        else if (distance >= length)
        {
            output.Slice(from, length).CopyTo(output[to..]);
        }
        else if (distance == 1)
        {
            output.Slice(to, length).Fill(output[from]);
        }
        else
        {
            CopyOverlapping(output, to, distance, length);
        }
    }

    // A short pattern repeated: each copy doubles what can be copied next.
    private static void CopyOverlapping(Span<byte> output, int to, int distance, int length)
    {
        var pattern = output.Slice(to - distance, distance + length);
        for (var done = distance; done < pattern.Length;)
        {
            var step = Math.Min(done, pattern.Length - done);
            pattern[..step].CopyTo(pattern[done..]);
            done += step;
        }
    }
}
