using System.Collections;

namespace Plimsoll.Formats.Yaml;

/// <summary>A mapping with text keys, in the order in which it was filled.</summary>
public sealed record YamlMap : YamlNode, IEnumerable<KeyValuePair<string, YamlNode>>
{
    private readonly OrderedDictionary<string, YamlNode> _entries = new(StringComparer.Ordinal);

    /// <summary>Entries.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys in order.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The value of a key; null when there is none.</summary>
    public YamlNode? this[string key] => _entries.GetValueOrDefault(key);

    /// <summary>Appends an entry; a null value leaves the key out (<see cref="YamlNull"/> writes a null).</summary>
    /// <exception cref="ArgumentException">The key is taken.</exception>
    public void Add(string key, YamlNode? value)
    {
        if (value is not null)
        {
            _entries.Add(key, value);
        }
    }

    /// <summary>Sets an entry: in its place when the key is taken, else at the end.</summary>
    public void Set(string key, YamlNode value) => _entries[key] = value;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, YamlNode>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the other mapping holds equal entries in the same order.</summary>
    public bool Equals(YamlMap? other) => other is not null && _entries.SequenceEqual(other._entries);

    /// <inheritdoc/>
    public override int GetHashCode() => _entries.Aggregate(_entries.Count, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));
}
