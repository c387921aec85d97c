namespace Plimsoll.Cli.Simulating;

/// <summary>The load of a run, as a report says it.</summary>
/// <param name="Protocol">When requests are sent.</param>
/// <param name="Requests">Requests that count.</param>
/// <param name="Isl">Prompt lengths; null where a trace says them.</param>
/// <param name="Osl">Answer lengths; null where a trace says them.</param>
/// <param name="Prefix">Prompt tokens stated to be cached.</param>
/// <param name="SharedPrefix">Leading prompt tokens that all requests share.</param>
/// <param name="Turns">Requests of a conversation.</param>
/// <param name="ThinkMs">Pause after each answer of a conversation, ms.</param>
/// <param name="Seed">Decides everything random.</param>
internal sealed record SimulatedLoad(
    string Protocol, long Requests, string? Isl, string? Osl, int Prefix, int SharedPrefix, int Turns, double ThinkMs, ulong Seed)
{
    /// <summary>The load of a question.</summary>
    public static SimulatedLoad Of(SimulationQuestion question) => new(
        question.Protocol.ToString()!,
        question.Requests.Requests ?? question.Protocol.DefaultRequests,
        question.Isl,
        question.Osl,
        question.Isl is null ? 0 : question.Request.Prefix,
        question.Requests.SharedPrefix,
        question.Requests.Conversation.Turns,
        question.Requests.Conversation.ThinkMs,
        question.Requests.Seed);
}
