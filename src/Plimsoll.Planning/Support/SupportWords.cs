namespace Plimsoll.Planning.Support;

/// <summary>The words of the support matrix in every format.</summary>
public static class SupportWords
{
    /// <summary>The snake-case word for a status.</summary>
    public static string Of(SupportStatus status) => status switch
    {
        SupportStatus.Priced => "priced",
        SupportStatus.Incompatible => "incompatible",
        SupportStatus.TooLarge => "too_large",
        SupportStatus.ModelNotPriced => "model_not_priced",
        SupportStatus.NoLayout => "no_layout",
        SupportStatus.DataMissing => "data_missing",
        _ => "failed",
    };

    /// <summary>The word for a class of kernel times.</summary>
    public static string Of(KernelClass times) => times switch
    {
        KernelClass.Measured => "measured",
        KernelClass.Atlas => "atlas",
        KernelClass.Transferred => "transferred",
        _ => "roofline",
    };
}
