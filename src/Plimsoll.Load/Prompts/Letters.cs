namespace Plimsoll.Load.Prompts;

/// <summary>What characters a text has.</summary>
internal static class Letters
{
    /// <summary>Whether every character is a lower-case letter of ASCII.</summary>
    public static bool ContainsOnlyLowercase(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('a', 'z') < 0;
}
