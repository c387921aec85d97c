namespace Plimsoll.Load.Tokenizing;

/// <summary>
/// The alphabet in which byte-level vocabularies spell bytes: printable Latin-1 characters stand for themselves, the other 68 bytes for the
/// characters from U+0100 on, in order (the GPT-2 convention).
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstStandIn = 0x100;
    private static readonly char[] CharacterOf = Build();

    /// <summary>The character that stands for a byte.</summary>
    public static char Character(byte value) => CharacterOf[value];

    /// <summary>The bytes that a vocabulary entry spells; null when a character is not of the alphabet.</summary>
    public static byte[]? Bytes(string entry)
    {
        var bytes = new byte[entry.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = Array.IndexOf(CharacterOf, entry[i]);
            if (value < 0)
            {
                return null;
            }

            bytes[i] = (byte)value;
        }

        return bytes;
    }

    private static char[] Build()
    {
        var characters = new char[256];
        var next = FirstStandIn;
        for (var value = 0; value < characters.Length; value++)
        {
            characters[value] = IsPrintable(value) ? (char)value : (char)next++;
        }

        return characters;
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
}
