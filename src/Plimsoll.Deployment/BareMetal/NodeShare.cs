namespace Plimsoll.Deployment.BareMetal;

/// <summary>The part of a worker that runs on one node.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Worker">The worker's number in its pool, from 0.</param>
/// <param name="Rank">The node's number among the worker's nodes, from 0; 0 leads.</param>
/// <param name="Leader">The number of the node that leads the worker.</param>
/// <param name="FirstGpu">The first GPU of the node that it takes.</param>
/// <param name="Gpus">How many it takes.</param>
public sealed record NodeShare(WorkerPool Pool, int Worker, int Rank, int Leader, int FirstGpu, int Gpus);
