namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>The values of a dictionary-encoded page: one byte with the bit width, then runs of indices into the dictionary.</summary>
internal static class DictionaryIndices
{
    private const int Batch = 1024;

    /// <summary>Decodes the indices themselves and checks that the dictionary has them.</summary>
    public static void Read(ReadOnlySpan<byte> page, int dictionaryCount, Span<int> indices)
    {
        if (indices.IsEmpty)
            return;
        var runs = Open(page);
        runs.Read(indices);
        var bound = (uint)dictionaryCount;
        foreach (var index in indices)
        {
            if ((uint)index >= bound)
                throw Missing(index, dictionaryCount);
        }
    }

    /// <summary>Decodes the indices and looks their values up.</summary>
    public static void Lookup<T>(ReadOnlySpan<byte> page, ReadOnlySpan<T> dictionary, Span<T> values)
        where T : unmanaged
    {
        if (values.IsEmpty)
            return;
        var runs = Open(page);
        Span<int> indices = stackalloc int[Batch];
        while (!values.IsEmpty)
        {
            var batch = indices[..Math.Min(Batch, values.Length)];
            runs.Read(batch);
            for (var i = 0; i < batch.Length; i++)
            {
                var index = batch[i];
                if ((uint)index >= (uint)dictionary.Length)
                    throw Missing(index, dictionary.Length);
                values[i] = dictionary[index];
            }

            values = values[batch.Length..];
        }
    }

    private static RunDecoder Open(ReadOnlySpan<byte> page) => page.IsEmpty
        ? throw new MalformedDataException("a dictionary-encoded page is empty")
        : new RunDecoder(page[1..], page[0]);

    private static MalformedDataException Missing(int index, int count) =>
        new($"a page refers to entry {(uint)index} of a dictionary with {count}");
}
