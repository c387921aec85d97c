namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>Definition levels of an optional column in a flat schema: 1 where the row has a value, 0 where it is null.</summary>
internal static class DefinitionLevels
{
    private const int Batch = 1024;

    /// <summary>Decodes the levels of one page.</summary>
    /// <param name="encoded">The runs.</param>
    /// <param name="present">Per row of the page its level; left alone when all rows have the same.</param>
    /// <returns>How many rows have a value.</returns>
    public static int Read(ReadOnlySpan<byte> encoded, Span<byte> present)
    {
        if (present.IsEmpty)
            return 0;
        var runs = new RunDecoder(encoded, 1);
        if (runs.IsRepeated(present.Length, out var value))
            return Check(value) * present.Length;

        Span<int> levels = stackalloc int[Batch];
        var count = 0;
        while (!present.IsEmpty)
        {
            var batch = levels[..Math.Min(Batch, present.Length)];
            runs.Read(batch);
            for (var i = 0; i < batch.Length; i++)
            {
                var level = Check(batch[i]);
                present[i] = (byte)level;
                count += level;
            }

            present = present[batch.Length..];
        }

        return count;
    }

    /// <summary>
    /// Moves the decoded values, which fill the front of <paramref name="rows"/>, to the rows that have one, and
    /// puts <paramref name="whenNull"/> into the others. Works from the back, so that nothing is overwritten before it has moved.
    /// </summary>
    public static void Spread<T>(Span<T> rows, ReadOnlySpan<byte> present, int count, T whenNull)
        where T : unmanaged
    {
        for (var row = rows.Length - 1; row >= 0; row--)
            rows[row] = present[row] != 0 ? rows[--count] : whenNull;
    }

    private static int Check(int level) => level is 0 or 1
        ? level
        : throw new MalformedDataException($"a definition level of {level} appears in a flat column");
}
