namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>An atlas file that cannot be read: no atlas, of another format, truncated or damaged. Reading one throws nothing else because of its content.</summary>
public sealed class MalformedAtlasException : Exception
{
    internal MalformedAtlasException(string reason)
        : base(reason)
    {
    }

    internal MalformedAtlasException(string file, MalformedAtlasException cause)
        : base($"{file}: {cause.Message}", cause)
    {
    }
}
