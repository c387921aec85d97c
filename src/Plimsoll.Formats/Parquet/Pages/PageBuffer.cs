using System.Buffers;

namespace Plimsoll.Formats.Parquet.Pages;

/// <summary>A rented array that grows with the largest page of a column and is given back after the last.</summary>
internal sealed class PageBuffer : IDisposable
{
    private byte[] _array = [];

    /// <summary>Room for <paramref name="length"/> bytes; what it held before is lost.</summary>
    public Memory<byte> Take(int length)
    {
        if (length > _array.Length)
        {
            Dispose();
            _array = ArrayPool<byte>.Shared.Rent(length);
        }

        return _array.AsMemory(0, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }
}
