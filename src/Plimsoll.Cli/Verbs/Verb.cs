using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Verbs;

/// <summary>One thing that Plimsoll does: its place on the command line, its help, and the work.</summary>
internal abstract class Verb
{
    /// <summary>The word or words after <c>plimsoll</c>, as in <c>validate steps</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>What the help says beyond the flags; empty when nothing.</summary>
    public virtual string Remarks => "";

    /// <summary>Command lines for the help, without the leading <c>plimsoll</c>.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>Its flags, in the order of the help.</summary>
    public virtual IReadOnlyList<Flag> Flags => [];

    /// <summary>Its argument without a flag, or null.</summary>
    public virtual Operand? Operand => null;

    /// <summary>What to do instead of a flag that a peer's verb has and this one refuses; null when it is none of those.</summary>
    public virtual string? Instead(string flag) => null;

    /// <summary>Does the work and returns an <see cref="ExitCode"/>.</summary>
    /// <exception cref="Model.Validation.InvalidInputException">The input is refused, for all its problems.</exception>
    /// <exception cref="Model.Validation.MissingDataException">The input is valid, its data are missing.</exception>
    public abstract int Run(GivenFlags given, Terminal terminal);
}
