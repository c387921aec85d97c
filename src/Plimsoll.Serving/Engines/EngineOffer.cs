using System.Diagnostics.CodeAnalysis;

namespace Plimsoll.Serving.Engines;

/// <summary>The answer of an <see cref="IEngineFactory"/>: a worker, or a refusal with its reason; never both.</summary>
public readonly record struct EngineOffer
{
    private EngineOffer(IServingEngine? engine, EngineRefusal? refusal) => (Engine, Refusal) = (engine, refusal);

    /// <summary>The worker, or null when refused.</summary>
    public IServingEngine? Engine { get; }

    /// <summary>Why there is no worker, or null when there is one.</summary>
    public EngineRefusal? Refusal { get; }

    /// <summary>Whether there is a worker.</summary>
    [MemberNotNullWhen(true, nameof(Engine))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Accepted => Engine is not null;

    /// <summary>A worker.</summary>
    public static EngineOffer Of(IServingEngine engine) => new(engine, null);

    /// <summary>A refusal.</summary>
    public static EngineOffer Refused(string category, string message) => new(null, new EngineRefusal(category, message));
}
