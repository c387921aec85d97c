namespace Plimsoll.Model.Models;

/// <summary>Folds equal layers into groups.</summary>
internal static class LayerGrouping
{
    /// <summary>Sums up groups of the same shape, in order of first appearance.</summary>
    public static IReadOnlyList<LayerGroup> Fold(IEnumerable<LayerGroup> layers)
    {
        var groups = new List<LayerGroup>();
        foreach (var layer in layers)
        {
            var known = groups.FindIndex(group => group.Attention == layer.Attention && group.FeedForward == layer.FeedForward);
            if (known < 0)
            {
                groups.Add(layer);
            }
            else
            {
                groups[known] = groups[known] with { Count = groups[known].Count + layer.Count };
            }
        }

        return groups;
    }
}
