using System.Buffers.Binary;
using Plimsoll.Model.KernelTimes.Atlas.Storage;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.KernelTimes.Atlas;

/// <summary>
/// An atlas: fitted surfaces of kernel efficiency for many releases. Opening reads the directory; a section is read and decoded when a
/// query first needs it. Safe for use from several threads.
/// </summary>
/// <remarks>
/// Layout: eight bytes <c>PLIMATLS</c>, format number and length of the directory (four bytes each, little-endian), the directory, the sections.
/// </remarks>
public sealed class AtlasFile
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaxBytes = 64 << 20;

    internal const int FormatNumber = 1;
    internal const int PrefixBytes = 16;
    private const string ResourceName = "Plimsoll.Model.KernelTimes.Atlas.plimsoll.atlas";

    private readonly AtlasHead _head;
    private readonly Func<long, int, byte[]> _read;
    private readonly AtlasSection?[] _sections;
    private readonly Lock _gate = new();

    private AtlasFile(string name, int headBytes, AtlasHead head, Func<long, int, byte[]> read)
    {
        (Name, _head) = (name, head);
        _read = (offset, length) => read(PrefixBytes + headBytes + offset, length);
        _sections = new AtlasSection?[head.Sections.Count];
    }

    internal static ReadOnlySpan<byte> Magic => "PLIMATLS"u8;

    /// <summary>What to call the atlas in messages and sources.</summary>
    public string Name { get; }

    /// <summary>All releases, by system, backend and age (oldest first).</summary>
    public IReadOnlyList<AtlasRelease> Releases => _head.Releases;

    /// <summary>Fingerprint of the roofline formulas and system facts that the efficiencies refer to.</summary>
    public ulong Rooflines => _head.Rooflines;

    /// <summary>Number of distinct sections.</summary>
    public int SectionCount => _sections.Length;

    /// <summary>The atlas that ships with Plimsoll.</summary>
    /// <exception cref="MalformedAtlasException">The build is broken.</exception>
    public static AtlasFile OpenEmbedded()
    {
        var assembly = typeof(AtlasFile).Assembly;
        using var whole = assembly.GetManifestResourceStream(ResourceName) ?? throw new MalformedAtlasException("this build has no atlas");
        return Open("atlas", whole.Length, (offset, length) =>
        {
            using var stream = assembly.GetManifestResourceStream(ResourceName)!;
            stream.Position = offset;
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        });
    }

    /// <summary>Opens an atlas file.</summary>
    /// <exception cref="MissingDataException">It cannot be read.</exception>
    /// <exception cref="MalformedAtlasException">It is no atlas, or damaged.</exception>
    public static AtlasFile Open(string path)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new MalformedAtlasException($"{path}: it is longer than {MaxBytes} bytes");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MissingDataException(path, $"cannot be read: {unreadable.Message}");
        }

        return Open(bytes, path);
    }

    /// <summary>Opens an atlas in memory.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What to call it.</param>
    /// <exception cref="MalformedAtlasException">It is no atlas, or damaged.</exception>
    public static AtlasFile Open(ReadOnlyMemory<byte> bytes, string name) =>
        Open(name, bytes.Length, (offset, length) => bytes.Slice((int)offset, length).ToArray());

    /// <summary>The decoded section at a position of the directory.</summary>
    /// <exception cref="MalformedAtlasException">Its bytes are damaged.</exception>
    internal AtlasSection Section(int index)
    {
        lock (_gate)
        {
            return _sections[index] ??= Decode(_head.Sections[index]);
        }
    }

    private static AtlasFile Open(string name, long length, Func<long, int, byte[]> read)
    {
        try
        {
            if (length < PrefixBytes)
            {
                throw new MalformedAtlasException("it is too short for an atlas");
            }

            var prefix = read(0, PrefixBytes);
            if (!prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            {
                throw new MalformedAtlasException("it is no atlas");
            }

            var format = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(8));
            if (format != FormatNumber)
            {
                throw new MalformedAtlasException($"its format is {format}; this build reads format {FormatNumber}");
            }

            var headBytes = BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(12));
            if (headBytes > length - PrefixBytes)
            {
                throw new MalformedAtlasException("it ends inside its directory");
            }

            var head = AtlasHead.Decode(read(PrefixBytes, (int)headBytes));
            var sectionBytes = length - PrefixBytes - headBytes;
            foreach (var section in head.Sections)
            {
                if (section.Offset + section.Length > sectionBytes)
                {
                    throw new MalformedAtlasException("it ends inside a section");
                }
            }

            return new AtlasFile(name, (int)headBytes, head, read);
        }
        catch (MalformedAtlasException malformed)
        {
            throw new MalformedAtlasException(name, malformed);
        }
    }

    private AtlasSection Decode(StoredSection section)
    {
        try
        {
            return SectionDecoder.Decode(_read(section.Offset, section.Length), section.RawLength);
        }
        catch (MalformedAtlasException malformed)
        {
            throw new MalformedAtlasException(Name, malformed);
        }
    }
}
