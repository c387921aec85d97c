using System.Security.Cryptography;
using Plimsoll.Model.KernelTimes.Atlas.Fitting;
using Plimsoll.Model.KernelTimes.Atlas.Storage;

namespace Plimsoll.Model.KernelTimes.Atlas.Building;

/// <summary>The sections of an atlas that is being built; equal bytes are stored once.</summary>
internal sealed class SectionStore
{
    private readonly List<StoredSection> _stored = [];
    private readonly List<byte[]> _bytes = [];
    private readonly Dictionary<string, int> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byEvidence = new(StringComparer.Ordinal);

    /// <summary>Where each section lies.</summary>
    public IReadOnlyList<StoredSection> Stored => _stored;

    /// <summary>Length of all sections.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the same measurements were fitted before.</summary>
    public bool Knows(ReleaseEvidence release, SectionEvidence section) => _byEvidence.ContainsKey(Identity(release, section));

    /// <summary>Stores what was fitted for a release and lists all its sections; those without measurements are left out.</summary>
    public IReadOnlyList<AtlasEntry> Entries(ReleaseEvidence release, SectionFitResult?[] fits)
    {
        var entries = new List<AtlasEntry>();
        for (var i = 0; i < fits.Length; i++)
        {
            var section = release.Sections[i];
            var identity = Identity(release, section);
            if (fits[i] is { } fit)
            {
                _byEvidence[identity] = Add(fit);
            }

            if (_byEvidence.TryGetValue(identity, out var index))
            {
                var (error, repaired) = (_stored[index].Error, _stored[index].RepairedShare);
                entries.Add(new AtlasEntry(
                    section.Operator, section.Format, section.MeasuredWith, section.Borrowed, index, error, repaired));
            }
        }

        return entries;
    }

    /// <summary>Writes all sections one after the other.</summary>
    public void CopyTo(Span<byte> target)
    {
        foreach (var bytes in _bytes)
        {
            bytes.CopyTo(target);
            target = target[bytes.Length..];
        }
    }

    private static string Identity(ReleaseEvidence release, SectionEvidence section) =>
        $"{release.System.Name} {section.Operator} {section.Identity}";

    private int Add(SectionFitResult fit)
    {
        var content = Convert.ToHexString(SHA256.HashData(fit.Bytes));
        if (!_byContent.TryGetValue(content, out var index))
        {
            _byContent[content] = index = _stored.Count;
            _stored.Add(new StoredSection(Bytes, fit.Bytes.Length, fit.RawLength, fit.Error, fit.RepairedShare));
            _bytes.Add(fit.Bytes);
            Bytes += fit.Bytes.Length;
        }

        return index;
    }
}
