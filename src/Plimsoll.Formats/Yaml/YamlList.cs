using System.Collections;

namespace Plimsoll.Formats.Yaml;

/// <summary>A sequence, in the order in which it was filled.</summary>
public sealed record YamlList : YamlNode, IReadOnlyList<YamlNode>
{
    private readonly List<YamlNode> _items = [];

    /// <summary>An empty sequence.</summary>
    public YamlList()
    {
    }

    /// <summary>A sequence of the given values.</summary>
    public YamlList(IEnumerable<YamlNode> items) => _items.AddRange(items);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public YamlNode this[int index] => _items[index];

    /// <summary>Appends a value.</summary>
    public void Add(YamlNode item) => _items.Add(item);

    /// <inheritdoc/>
    public IEnumerator<YamlNode> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the other sequence holds equal values in the same order.</summary>
    public bool Equals(YamlList? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Aggregate(_items.Count, HashCode.Combine);
}
