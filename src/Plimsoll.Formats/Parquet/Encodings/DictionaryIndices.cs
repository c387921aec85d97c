using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Parquet.Encodings;

/// <summary>
/// The values of a dictionary-encoded page: one byte with the bit width, then runs of indices into the dictionary.
/// Every index handed out is one that the dictionary has.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct DictionaryIndices
{
    /// <summary>A number of indices that fits the stack and the nearest cache.</summary>
    public const int Batch = 1024;

    private readonly int _dictionaryCount;
    private RunDecoder _runs;

    /// <param name="page">The encoded indices; may be empty when none will be read.</param>
    /// <param name="dictionaryCount">Entries of the dictionary.</param>
    public DictionaryIndices(ReadOnlySpan<byte> page, int dictionaryCount)
    {
        _dictionaryCount = dictionaryCount;
        _runs = page.IsEmpty ? new RunDecoder(page, 0) : new RunDecoder(page[1..], page[0]);
    }

    /// <summary>Fills the span with the next indices.</summary>
    public void Read(scoped Span<int> indices)
    {
        _runs.Read(indices);
        var bound = (uint)_dictionaryCount;
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= bound)
                throw new MalformedDataException($"a page refers to entry {(uint)indices[i]} of a dictionary with {_dictionaryCount}");
        }
    }
}
