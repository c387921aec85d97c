using Plimsoll.Model.Backends;

namespace Plimsoll.Model.KernelTimes.Atlas.Storage;

/// <summary>The directory of an atlas: its sections and which release uses which.</summary>
/// <param name="Rooflines">Fingerprint of the roofline formulas and system facts that efficiencies refer to.</param>
/// <param name="Sections">All sections.</param>
/// <param name="Releases">All releases, by system, backend and age (oldest first).</param>
internal sealed record AtlasHead(ulong Rooflines, IReadOnlyList<StoredSection> Sections, IReadOnlyList<AtlasRelease> Releases)
{
    private const int MaxWords = 4096;
    private const int MaxWordBytes = 200;
    private const long MaxFileBytes = 1L << 30;
    private const double MaxError = 1e6;

    /// <summary>The directory as bytes.</summary>
    public byte[] Encode()
    {
        var words = Releases
            .SelectMany(release => release.Entries.SelectMany(entry => (string[])[entry.Format, entry.MeasuredWith])
                .Concat([release.System, release.Engine.Version]))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var writer = new ByteWriter();
        writer.Fixed(Rooflines);
        writer.Unsigned(words.Length);
        foreach (var word in words)
        {
            writer.Text(word);
        }

        writer.Unsigned(Sections.Count);
        foreach (var section in Sections)
        {
            writer.Unsigned(section.Offset);
            writer.Unsigned(section.Length);
            writer.Unsigned(section.RawLength);
            writer.Unsigned(section.Error.Rows);
            writer.Single(section.Error.Median);
            writer.Single(section.Error.P90);
            writer.Single(section.RepairedShare);
        }

        writer.Unsigned(Releases.Count);
        foreach (var release in Releases)
        {
            WriteWord(release.System);
            writer.Byte((byte)release.Engine.Backend);
            WriteWord(release.Engine.Version);
            writer.Unsigned(release.Entries.Count);
            foreach (var entry in release.Entries)
            {
                writer.Byte((byte)entry.Operator);
                WriteWord(entry.Format);
                WriteWord(entry.MeasuredWith);
                writer.Byte(entry.Borrowed ? (byte)1 : (byte)0);
                writer.Unsigned(entry.Section);
            }
        }

        return writer.Written.ToArray();

        void WriteWord(string word) => writer.Unsigned(Array.BinarySearch(words, word, StringComparer.Ordinal));
    }

    /// <summary>Reads a directory.</summary>
    /// <exception cref="MalformedAtlasException">The bytes are no directory.</exception>
    public static AtlasHead Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var rooflines = reader.Fixed();
        var words = new string[reader.Integer(MaxWords)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = reader.Text(MaxWordBytes);
        }

        var sections = new StoredSection[reader.Count()];
        for (var i = 0; i < sections.Length; i++)
        {
            sections[i] = new StoredSection(
                reader.Unsigned(MaxFileBytes),
                reader.Integer(SectionDecoder.MaxRawBytes),
                reader.Integer(SectionDecoder.MaxRawBytes),
                new FitError(reader.Integer(int.MaxValue), reader.Single(0, MaxError), reader.Single(0, MaxError)),
                reader.Single(0, 1));
        }

        var releases = new AtlasRelease[reader.Count()];
        for (var i = 0; i < releases.Length; i++)
        {
            releases[i] = ReadRelease(ref reader, words, sections);
        }

        return reader.Remaining == 0
            ? new AtlasHead(rooflines, sections, releases)
            : throw new MalformedAtlasException("the directory is longer than its releases");
    }

    private static AtlasRelease ReadRelease(ref ByteReader reader, string[] words, StoredSection[] sections)
    {
        var system = Word(ref reader, words);
        var backend = (BackendKind)reader.Integer((int)BackendKind.TensorRtLlm);
        var engine = new EngineVersion(backend, Word(ref reader, words));
        var entries = new AtlasEntry[reader.Count()];
        for (var i = 0; i < entries.Length; i++)
        {
            var op = (AtlasOperator)reader.Integer((int)AtlasOperator.Nccl);
            var (format, measuredWith) = (Word(ref reader, words), Word(ref reader, words));
            var borrowed = reader.Integer(1) == 1;
            var section = reader.Integer(sections.Length - 1);
            entries[i] = new AtlasEntry(
                op, format, measuredWith, borrowed, section, sections[section].Error, sections[section].RepairedShare);
        }

        return new AtlasRelease(system, engine, entries);
    }

    private static string Word(ref ByteReader reader, string[] words) => words[reader.Integer(words.Length - 1)];
}
