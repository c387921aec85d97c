namespace Plimsoll.Formats.Compression;

/// <summary>The copying that all Lempel-Ziv decoders do. Callers have checked that source and target lie inside the spans.</summary>
/// <remarks>
/// Most copies are short, so they go word by word. Vectors of the framework would be a little faster once compiled, but have
/// no ahead-of-time code, and a command that reads a few tables ends before the compiler would have paid for itself.
/// </remarks>
internal static class MatchCopier
{
    private const int Word = sizeof(ulong);
    private const int Short = 4 * Word;

    /// <summary>Copies literals; short ones may write (never past the span) more than asked.</summary>
    public static void CopyLiterals(ReadOnlySpan<byte> source, int from, Span<byte> output, int to, int length)
    {
        if (length <= 2 * Word && from <= source.Length - 2 * Word && to <= output.Length - 2 * Word)
        {
            Unaligned.Copy8(source, from, output, to);
            Unaligned.Copy8(source, from + Word, output, to + Word);
        }
        else
        {
            source.Slice(from, length).CopyTo(output[to..]);
        }
    }

    /// <summary>Repeats <paramref name="length"/> bytes from <paramref name="distance"/> before <paramref name="to"/>; the two may overlap.</summary>
    public static void CopyMatch(Span<byte> output, int to, int distance, int length)
    {
        var from = to - distance;
        if (distance >= Word && length <= Short && to + length <= output.Length - Word)
        {
            // Each step reads only bytes that earlier steps have finished; what the last writes too much is overwritten later.
            for (var done = 0; done < length; done += Word)
                Unaligned.Copy8(output, from + done, output, to + done);
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
            CopyOverlapping(output.Slice(from, distance + length), distance);
        }
    }

    // A short pattern repeated: each copy doubles what can be copied next.
    private static void CopyOverlapping(Span<byte> pattern, int distance)
    {
        for (var done = distance; done < pattern.Length;)
        {
            var step = Math.Min(done, pattern.Length - done);
            pattern[..step].CopyTo(pattern[done..]);
            done += step;
        }
    }
}
