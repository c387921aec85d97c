namespace Plimsoll.Model.Models.HuggingFace;

/// <summary>
/// Python's JSON writer emits <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which JSON does not have. Configurations of
/// state-space models carry them as unbounded limits; none of these values is a fact that is read.
/// </summary>
internal static class PythonLiterals
{
    /// <summary>The same text with every such literal outside strings replaced by <c>null</c>.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> utf8)
    {
        var output = new MemoryStream(utf8.Length);
        var inString = false;
        for (var i = 0; i < utf8.Length; i++)
        {
            var rest = utf8[i..];
            if (inString && utf8[i] == (byte)'\\' && rest.Length > 1)
            {
                output.Write(rest[..2]);
                i++;
                continue;
            }

            inString ^= utf8[i] == (byte)'"';
            var literal = inString ? 0 : LiteralLength(rest);
            if (literal > 0)
            {
                output.Write("null"u8);
                i += literal - 1;
            }
            else
            {
                output.WriteByte(utf8[i]);
            }
        }

        return output.ToArray();
    }

    private static int LiteralLength(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3
        : text.StartsWith("Infinity"u8) ? 8
        : text.StartsWith("-Infinity"u8) ? 9
        : 0;
}
