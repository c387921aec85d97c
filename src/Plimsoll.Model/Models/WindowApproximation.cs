namespace Plimsoll.Model.Models;

/// <summary>
/// Models with sliding windows are priced as if every layer attended to all tokens. This is the one place that makes the
/// replacement, and it says so in <see cref="ModelSpec.Approximations"/>.
/// </summary>
public static class WindowApproximation
{
    /// <summary>The same model with full attention in every layer, and a sentence for each window that was dropped.</summary>
    public static ModelSpec Apply(ModelSpec facts)
    {
        var notes = new List<string>();
        var groups = new List<LayerGroup>();
        foreach (var windowed in facts.LayerGroups.GroupBy(Window).Where(group => group.Key > 0))
        {
            notes.Add($"{windowed.Sum(group => group.Count)} of {facts.Layers} layers attend to the last {windowed.Key} tokens only; "
                + "they are priced and sized as if they attended to all");
        }

        if (notes.Count == 0)
        {
            return facts;
        }

        foreach (var group in facts.LayerGroups)
        {
            groups.Add(group.Attention is GroupedQueryAttention attention ? group with { Attention = attention with { Window = 0 } } : group);
        }

        return facts with
        {
            LayerGroups = LayerGrouping.Fold(groups),
            LayersWithIgnoredWindow = facts.LayerGroups.Where(group => Window(group) > 0).Sum(group => group.Count),
            Approximations = [.. notes, .. facts.Approximations],
        };
    }

    private static int Window(LayerGroup group) => group.Attention is GroupedQueryAttention attention ? attention.Window : 0;
}
