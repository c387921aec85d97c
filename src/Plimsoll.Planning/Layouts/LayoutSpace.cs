using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Systems;

namespace Plimsoll.Planning.Layouts;

/// <summary>
/// The layouts that a worker may have on a number of GPUs, before any rule of model or backend: those refuse with a reason, so that every
/// layout left out is counted.
/// </summary>
/// <remarks>
/// <para>Dense models: every tensor parallel width up to the worker limit. Mixture-of-experts models: workers of a power of two or a divisor of
/// the cluster, attention split into tensor × data parallel and experts into tensor × expert parallel in every way.</para>
/// <para>The worker limit without a user's: for dense models the GPUs of a node, or 16 of a rack-scale NVLink domain; for experts 16, or a node
/// where that is larger. Wide expert parallelism goes on to 64 GPUs over nodes, with attention wholly data parallel and experts whole, as engines run
/// it. Pipeline stages come only where the model doesn't fit without.</para>
/// </remarks>
public static class LayoutSpace
{
    private const int MostGpusBeyondNode = 16;
    private const int MostGpusOfWideExperts = 64;
    private const int MostPipelineStages = 16;

    /// <summary>The layouts of up to <paramref name="budget"/> GPUs, small workers first. With <paramref name="pipelined"/>, those of 2 and more stages instead of 1.</summary>
    public static IReadOnlyList<ParallelLayout> Of(ModelSpec model, GpuSystem system, int budget, int? mostGpus, bool pipelined)
    {
        var layouts = new List<ParallelLayout>();
        var most = Math.Min(budget, mostGpus ?? DefaultMostGpus(model, system));
        for (var stage = 1; stage <= most; stage++)
        {
            if (!model.IsMoe)
            {
                layouts.Add(new ParallelLayout(stage));
            }
            else if (int.IsPow2(stage) || budget % stage == 0)
            {
                AddExpertLayouts(stage, layouts);
            }
        }

        var widest = Math.Min(budget, mostGpus ?? MostGpusOfWideExperts);
        for (var stage = 2 * MostGpusBeyondNode; model.IsMoe && stage <= widest; stage *= 2)
        {
            if (stage > most)
            {
                layouts.Add(new ParallelLayout(1, 1, stage, 1, stage));
            }
        }

        return pipelined ? Pipelined(layouts, model, budget, mostGpus) : layouts;
    }

    private static int DefaultMostGpus(ModelSpec model, GpuSystem system) =>
        model.IsMoe || system.GpusPerRack is not null ? Math.Max(MostGpusBeyondNode, system.GpusPerNode) : system.GpusPerNode;

    private static void AddExpertLayouts(int stage, List<ParallelLayout> layouts)
    {
        for (var tp = 1; tp <= stage; tp++)
        {
            for (var ep = 1; ep <= stage && stage % tp == 0; ep++)
            {
                if (stage % ep == 0)
                {
                    layouts.Add(new ParallelLayout(tp, 1, stage / tp, stage / ep, ep));
                }
            }
        }
    }

    private static List<ParallelLayout> Pipelined(List<ParallelLayout> stages, ModelSpec model, int budget, int? mostGpus)
    {
        var layouts = new List<ParallelLayout>();
        for (var pp = 2; pp <= Math.Min(MostPipelineStages, model.Layers); pp++)
        {
            foreach (var stage in stages)
            {
                if ((long)stage.Gpus * pp <= Math.Min(budget, mostGpus ?? budget))
                {
                    layouts.Add(stage with { Pp = pp });
                }
            }
        }

        return layouts;
    }
}
