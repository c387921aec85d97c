using System.Text;
using Plimsoll.Model.Models;

namespace Plimsoll.Profiling.StepValidation;

/// <summary>Names the family of a model after its architecture class: <c>Qwen3MoeForCausalLM</c> is <c>qwen3_moe</c>.</summary>
public static class ModelFamily
{
    /// <summary>The family of a model.</summary>
    public static string Of(ModelSpec model)
    {
        var name = model.Architecture;
        var end = name.IndexOf("For", StringComparison.Ordinal);
        name = end > 0 ? name[..end] : name;
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var starts = char.IsUpper(name[i]) && i > 0 && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]));
            text.Append(starts ? "_" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
