namespace Plimsoll.Formats;

/// <summary>
/// Bytes that do not mean what they should. Decoders throw it knowing only the reason; the file reader above them
/// knows the file and the place, and turns it into its own public exception.
/// </summary>
internal sealed class MalformedDataException(string reason) : Exception(reason);
