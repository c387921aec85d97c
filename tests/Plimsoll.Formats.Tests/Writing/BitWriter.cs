namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Packs integers back to back, least significant bit first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _used = 8;

    public byte[] ToArray() => _bytes.ToArray();

    public void Write(ulong value, int bits)
    {
        for (var i = 0; i < bits; i++)
        {
            if (_used == 8)
            {
                _bytes.Add(0);
                _used = 0;
            }

            _bytes[^1] |= (byte)((value >> i & 1) << _used++);
        }
    }
}
