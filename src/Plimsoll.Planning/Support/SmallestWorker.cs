using Plimsoll.Model.Memory;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Planning.Layouts;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.SteadyStates;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Support;

/// <summary>
/// Finds the worker of the fewest GPUs that holds a model and one request: without pipeline stages where one fits, and of a power of two as
/// people deploy them.
/// </summary>
internal static class SmallestWorker
{
    private const double Gib = 1024.0 * 1024 * 1024;

    /// <summary>The worker, or why there is none.</summary>
    public static (IServingEngine? Engine, SupportStatus Status, string? Reason) Find(
        IEngineFactory factory, ModelSpec model, QuantizationPlan quantization, int mostGpus, RequestShape request)
    {
        string? layoutRefusal = null, dataRefusal = null;
        var (least, anyBuilt) = (double.MaxValue, false);
        foreach (var layout in Layouts(factory, model, mostGpus))
        {
            // Weights alone rule most layouts out, long before kernels are looked up.
            var weights = WeightBytes.PerGpu(model, layout, quantization);
            least = Math.Min(least, weights);
            if (weights >= factory.System.MemoryBytes)
            {
                continue;
            }

            var offer = factory.Build(layout);
            if (!offer.Accepted)
            {
                if (offer.Refusal.Category == "kernel_data_missing")
                {
                    dataRefusal ??= offer.Refusal.Message;
                }
                else
                {
                    layoutRefusal ??= offer.Refusal.Message;
                }
            }
            else if (Holds(offer.Engine, request))
            {
                return (offer.Engine, SupportStatus.Priced, null);
            }
            else
            {
                anyBuilt = true;
            }
        }

        return dataRefusal is not null ? (null, SupportStatus.DataMissing, dataRefusal)
            : anyBuilt || layoutRefusal is null ? (null, SupportStatus.TooLarge, TooLarge(factory, least, mostGpus, request))
            : (null, SupportStatus.NoLayout, layoutRefusal);
    }

    private static string TooLarge(IEngineFactory factory, double leastBytes, int mostGpus, RequestShape request) =>
        FormattableString.Invariant(
            $"no worker of up to {mostGpus} GPUs of {factory.System.MemoryBytes / Gib:0.#} GiB holds the weights (at best {leastBytes / Gib:0.#} GiB a GPU) and a request of {request.TotalTokens} tokens");

    private static IEnumerable<ParallelLayout> Layouts(IEngineFactory factory, ModelSpec model, int mostGpus)
    {
        int? wide = model.IsMoe ? mostGpus : null;
        return LayoutSpace.Of(model, factory.System, mostGpus, wide, pipelined: false)
            .Concat(LayoutSpace.Of(model, factory.System, mostGpus, wide, pipelined: true))
            .OrderBy(layout => layout.Pp > 1).ThenBy(layout => !int.IsPow2(layout.Gpus)).ThenBy(layout => layout.Gpus);
    }

    private static bool Holds(IServingEngine engine, RequestShape request)
    {
        var policy = EnginePolicies.For(engine.Version, engine.System, engine.Layout);
        return new WorkerCapacity(engine, policy, policy.LimitsFor(request.TotalTokens), request).SequencesPerSlot > 0;
    }
}
