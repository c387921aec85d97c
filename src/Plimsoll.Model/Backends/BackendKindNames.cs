namespace Plimsoll.Model.Backends;

/// <summary>The spelling of backends in flags, tables and reports.</summary>
public static class BackendKindNames
{
    /// <summary>All names in the order in which backends are compared.</summary>
    public static IReadOnlyList<string> All { get; } = ["vllm", "sglang", "trtllm"];

    /// <summary>The lower-case name: <c>vllm</c>, <c>sglang</c> or <c>trtllm</c>.</summary>
    public static string Name(this BackendKind backend) => All[(int)backend];

    /// <summary>Reads a name of <see cref="All"/>; false when it is none of them.</summary>
    public static bool TryParse(string text, out BackendKind backend)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i], text, StringComparison.OrdinalIgnoreCase))
            {
                backend = (BackendKind)i;
                return true;
            }
        }

        backend = default;
        return false;
    }
}
