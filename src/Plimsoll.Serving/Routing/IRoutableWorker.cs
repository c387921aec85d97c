using Plimsoll.Serving.Workloads;

namespace Plimsoll.Serving.Routing;

/// <summary>A worker as a router sees it.</summary>
public interface IRoutableWorker
{
    /// <summary>Requests that were sent to it and have not left it.</summary>
    int InFlight { get; }

    /// <summary>Prompt tokens of those requests that it has yet to compute.</summary>
    long PromptTokensToCompute { get; }

    /// <summary>KV blocks that its sequences hold.</summary>
    long KvBlocksHeld { get; }

    /// <summary>Tokens in one of its KV blocks.</summary>
    int KvBlockTokens { get; }

    /// <summary>Prompt tokens of a request that it has in its KV cache.</summary>
    int CachedTokens(in ClientRequest request);
}
