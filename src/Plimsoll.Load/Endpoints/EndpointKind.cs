namespace Plimsoll.Load.Endpoints;

/// <summary>Which of the OpenAI interfaces is called.</summary>
public enum EndpointKind
{
    /// <summary><c>/v1/chat/completions</c>: messages.</summary>
    Chat,

    /// <summary><c>/v1/completions</c>: a prompt as text or as token ids.</summary>
    Completions,
}
