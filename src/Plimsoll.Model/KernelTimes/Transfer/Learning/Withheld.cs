namespace Plimsoll.Model.KernelTimes.Transfer.Learning;

/// <summary>What a comparison leaves out.</summary>
public enum Withheld
{
    /// <summary>One number format of one backend on one GPU; its other formats are known.</summary>
    Format,

    /// <summary>One release of one backend on one GPU; another release is known.</summary>
    Version,

    /// <summary>One backend on one GPU; the other backends are known.</summary>
    Backend,

    /// <summary>All of one GPU; the other GPUs are known.</summary>
    System,
}
