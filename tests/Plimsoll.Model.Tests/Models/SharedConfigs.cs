using Plimsoll.Model.Models;
using Plimsoll.Model.Models.HuggingFace;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Models;

/// <summary>The Hugging Face configurations beside the checkout, by model id.</summary>
internal static class SharedConfigs
{
    private const string Suffix = "_config.json";

    /// <summary>Ids of all models there.</summary>
    public static IReadOnlyList<string> Ids() =>
        [.. Directory.GetFiles(SharedData.Require("hf-configs"), "*" + Suffix)
            .Select(path => Path.GetFileName(path)[..^Suffix.Length])
            .Where(name => !name.EndsWith("_hf_quant", StringComparison.Ordinal))
            .Select(name => name.Replace("--", "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>Reads one of them.</summary>
    public static ModelSpec Read(string id) => ConfigReader.Read(id, Bytes(id, Suffix), Bytes(id, "_hf_quant" + Suffix), id);

    private static byte[] Bytes(string id, string suffix)
    {
        var path = Path.Combine(SharedData.Require("hf-configs"), id.Replace("/", "--", StringComparison.Ordinal) + suffix);
        return File.Exists(path) ? File.ReadAllBytes(path) : [];
    }
}
