using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Models;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Systems;

namespace Plimsoll.Model.Memory;

/// <summary>Divides the memory of one GPU of a worker, as the engine does at start-up.</summary>
/// <remarks>
/// Activations are what the engine's profiling run reserves: the live tensors of the widest layer at the token budget, or the logits of all
/// sequences in 16 and 32 bit, whichever is larger. Measured against four launches of vLLM 0.24 on H200 (docs/step-accuracy.md).
/// </remarks>
/// <param name="model">What is served.</param>
/// <param name="system">The GPU.</param>
/// <param name="layout">How the worker is spread.</param>
/// <param name="quantization">Number formats in effect.</param>
/// <param name="calibration">Terms of the engine.</param>
public sealed class MemoryModel(
    ModelSpec model, GpuSystem system, ParallelLayout layout, QuantizationPlan quantization, Calibration calibration)
{
    // The driver keeps a part of what the data sheet counts: 139.8 of 141 GiB are visible on H200, 79.3 of 80 on H100.
    private const double VisibleShare = 0.9915;

    // CUDA context, library workspaces and allocator slack: what four measured launches leave unexplained, ±0.03 GiB.
    private const double FrameworkBytes = 0.53 * 1024 * 1024 * 1024;

    /// <summary>Bytes of KV cache of one token on one GPU of a stage, every layer growing.</summary>
    public double KvBytesPerToken => OfStage(KvBytes(layout.Tp, sequenceTokens: 0, windowedShare: 1));

    /// <summary>Bytes of KV cache of one token over all layers and heads, one copy.</summary>
    public double WholeKvBytesPerToken => KvBytes(1, sequenceTokens: 0, windowedShare: 1);

    /// <summary>The ledger under launch settings.</summary>
    public MemoryLedger Ledger(MemorySettings settings)
    {
        var device = system.MemoryBytes * VisibleShare;
        var weights = WeightBytes.PerGpu(model, layout, quantization);
        var activations = Activations(settings);
        var communication = Communication();
        var outside = settings.Rule == MemoryFractionRule.WeightsAndCache ? activations : 0;
        var inside = settings.Rule == MemoryFractionRule.WeightsAndCache ? 0 : activations;
        var fixedBytes = weights + inside + communication + FrameworkBytes;
        var budget = settings.Rule == MemoryFractionRule.CacheOfFree
            ? fixedBytes + (Math.Max(0, device - fixedBytes) * settings.MemoryFraction)
            : Math.Min(device * settings.MemoryFraction, device - outside);
        return new MemoryLedger
        {
            DeviceBytes = device,
            BudgetBytes = fixedBytes > device ? device : budget,
            WeightsBytes = weights,
            ActivationBytes = inside,
            GraphBytes = 0,
            CommunicationBytes = communication,
            FrameworkBytes = FrameworkBytes,
            OutsideBudgetBytes = outside,
            KvBytesPerToken = OfStage(KvBytes(layout.Tp, settings.SequenceTokens, settings.WindowedCacheShare)),
            KvBlockTokens = settings.KvBlockTokens,
        };
    }

    private double OfStage(double bytes) => bytes * Math.Ceiling((double)model.Layers / layout.Pp) / model.Layers;

    // Bytes of a sequence over its tokens: what does not grow counts once, spread evenly.
    private double KvBytes(int tp, int sequenceTokens, double windowedShare)
    {
        double bytes = 0;
        foreach (var group in model.LayerGroups)
        {
            if (group.Attention is { } block)
            {
                var kept = block.CacheWindow > 0 && sequenceTokens > block.CacheWindow
                    ? Math.Max(windowedShare, (double)block.CacheWindow / sequenceTokens)
                    : 1;
                var state = sequenceTokens > 0 ? block.StateBytes(tp) / sequenceTokens : 0;
                bytes += group.Count * ((kept * block.CacheBytesPerToken(quantization.KvCache, tp)) + state);
            }
        }

        return bytes;
    }

    private double Activations(MemorySettings settings)
    {
        var layer = model.LayerGroups.Max(group => LiveBytesPerToken(group.FeedForward)) * settings.MaxBatchedTokens;
        var logits = 6.0 * settings.MaxSequences * model.VocabularySize;
        return Math.Max(layer, logits);
    }

    // Live at the widest point of a layer, two bytes a value: the residual stream before and after, and the inner tensors.
    private double LiveBytesPerToken(FeedForwardBlock? block)
    {
        var stream = 4.0 * model.HiddenSize;
        switch (block)
        {
            case DenseFeedForward dense:
                return stream + (2.0 * (dense.Gated ? 3 : 2) * dense.IntermediateSize / layout.Tp);
            case MixtureOfExperts experts:
                var inner = (experts.Gated ? 3.0 : 2.0) * experts.IntermediateSize / layout.MoeTp;
                var rows = experts.TopK * 2.0 * (inner + experts.WidthOf(model.HiddenSize));
                var shared = 2.0 * (experts.Gated ? 3 : 2) * experts.SharedIntermediateSize / layout.Tp;
                return stream + shared + (rows * calibration.ExpertWorkspaceFactor);
            default:
                return stream;
        }
    }

    private double Communication()
    {
        if (layout.Gpus == 1)
        {
            return 0;
        }

        double bytes = 0;
        foreach (var (gpus, size) in system.NcclBytes.OrderBy(entry => entry.Key))
        {
            bytes = gpus <= layout.Gpus || bytes == 0 ? size : bytes;
        }

        return bytes;
    }
}
