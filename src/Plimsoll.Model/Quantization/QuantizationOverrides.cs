using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Quantization;

/// <summary>Number formats that the user demands instead of the checkpoint's, by the names of <see cref="QuantizationNames"/>; null = as declared.</summary>
public sealed record QuantizationOverrides
{
    /// <summary>Dense projections (<c>--gemm-quant-mode</c>); attention projections and shared experts follow unless overridden too.</summary>
    public string? Gemm { get; init; }

    /// <summary>Attention projections alone (<c>--attention-quant-mode</c>).</summary>
    public string? Attention { get; init; }

    /// <summary>Experts (<c>--moe-quant-mode</c>).</summary>
    public string? Moe { get; init; }

    /// <summary>The KV cache (<c>--kvcache-quant-mode</c>).</summary>
    public string? KvCache { get; init; }

    /// <summary>Arithmetic of prefill attention (<c>--fmha-quant-mode</c>).</summary>
    public string? Fmha { get; init; }

    /// <summary>Collectives (<c>--comm-quant-mode</c>).</summary>
    public string? Comm { get; init; }

    private delegate bool Parser<T>(string name, out T quant);

    /// <summary>The plan with every override applied.</summary>
    /// <param name="plan">What the checkpoint declares.</param>
    /// <param name="isMoe">Whether the model has experts; without, an override of their format is an error.</param>
    /// <exception cref="InvalidInputException">Unknown names, or an override without effect; holds all of them.</exception>
    public QuantizationPlan Apply(QuantizationPlan plan, bool isMoe)
    {
        var errors = Validate(isMoe);
        if (errors.Count > 0)
        {
            throw new InvalidInputException(errors);
        }

        var gemm = Parse<GemmQuant>(Gemm, QuantizationNames.TryParseGemm);
        return plan with
        {
            Gemm = gemm ?? plan.Gemm,
            AttentionGemm = Parse<GemmQuant>(Attention, QuantizationNames.TryParseGemm) ?? (gemm is null ? plan.AttentionGemm : null),
            SharedExpertGemm = gemm is null ? plan.SharedExpertGemm : null,
            Moe = Parse<MoeQuant>(Moe, QuantizationNames.TryParseMoe) ?? plan.Moe,
            KvCache = Parse<KvQuant>(KvCache, QuantizationNames.TryParseKv) ?? plan.KvCache,
            Fmha = Parse<FmhaQuant>(Fmha, QuantizationNames.TryParseFmha) ?? plan.Fmha,
            Comm = Parse<CommQuant>(Comm, QuantizationNames.TryParseComm) ?? plan.Comm,
        };
    }

    /// <summary>All problems of the overrides, in the order of the properties; empty when they can be applied.</summary>
    public IReadOnlyList<ValidationError> Validate(bool isMoe)
    {
        var errors = new List<ValidationError>();
        Check(errors, "--gemm-quant-mode", Gemm, QuantizationNames.GemmNames);
        Check(errors, "--attention-quant-mode", Attention, QuantizationNames.GemmNames);
        Check(errors, "--moe-quant-mode", Moe, QuantizationNames.MoeNames);
        Check(errors, "--kvcache-quant-mode", KvCache, QuantizationNames.KvNames);
        Check(errors, "--fmha-quant-mode", Fmha, QuantizationNames.FmhaNames);
        Check(errors, "--comm-quant-mode", Comm, QuantizationNames.CommNames);
        if (Moe is not null && !isMoe)
        {
            errors.Add(new ValidationError("--moe-quant-mode", "has no effect: the model has no experts", "leave it out"));
        }

        return errors;
    }

    private static void Check(List<ValidationError> errors, string flag, string? name, IReadOnlyList<string> known)
    {
        if (name is not null && !known.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add(new ValidationError(
                flag, $"'{name}' is not a known mode", NearestName.Hint(name, known) ?? $"known: {string.Join(", ", known)}"));
        }
    }

    private static T? Parse<T>(string? name, Parser<T> parse)
        where T : struct =>
        name is not null && parse(name, out var quant) ? quant : null;
}
