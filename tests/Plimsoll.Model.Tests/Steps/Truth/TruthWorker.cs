using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Tables;
using Plimsoll.Model.Memory;
using Plimsoll.Model.Models.Catalog;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Parallelism;
using Plimsoll.Model.Steps;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Steps.Truth;

/// <summary>Our model of the worker of a stage, priced with repair from the built-in atlas alone or from the public tables.</summary>
internal sealed class TruthWorker
{
    private readonly TruthStage _stage;
    // The engine was launched with its defaults: graphs of up to 512 tokens.
    private const int LargestGraph = 512;
    private readonly EngineModel _engine;

    public TruthWorker(TruthStage stage, KernelBasis basis)
    {
        _stage = stage;
        using IKernelDatabase database = basis == KernelBasis.Atlas
            ? AtlasDatabase.OpenEmbedded()
            : new TableDatabase(SystemsRoot.Open(SharedData.Require("aic-systems")));
        var system = database.FindSystem(stage.System)!;
        var model = ModelCatalog.Find(stage.Model);
        var calibration = CalibrationCatalog.For(stage.Engine);
        var layout = new ParallelLayout(1);

        // The engine was loaded with random weights, so its router chooses uniformly.
        var options = new OperatorOptions { MoeDistribution = ExpertRouting.Uniform, SamplingBytesPerLogit = calibration.SamplingBytesPerLogit };
        var kernels = new KernelSet(system, [database.Source(stage.System, stage.Engine, repair: true)]);
        _engine = new EngineModel(OperatorGraph.Build(model, layout, model.Quantization, stage.Engine.Backend, kernels, options), calibration, LargestGraph);
        Memory = new MemoryModel(model, system, layout, model.Quantization, calibration).Ledger(
            new MemorySettings(stage.TokenBudget, 1024, 16, stage.MemoryFraction, MemoryFractionRule.Everything));
    }

    /// <summary>How we divide its memory under its launch settings.</summary>
    public MemoryLedger Memory { get; }

    /// <summary>One decode step, milliseconds.</summary>
    public double DecodeMs(int rows, int kvLength) => _engine.StepMs(BatchShape.Decode(rows, kvLength));

    /// <summary>Time to first token of a prompt alone: its chunks and the request path, milliseconds.</summary>
    public double PrefillMs(int promptTokens, int cachedTokens = 0) =>
        _engine.Calibration.RequestPathMs(promptTokens) + ChunksMs(promptTokens, cachedTokens, _stage.TokenBudget);

    /// <summary>The steps of a prompt alone under a token budget, milliseconds.</summary>
    public double ChunksMs(int promptTokens, int cachedTokens, int budget)
    {
        double ms = 0;
        for (var done = cachedTokens; done < promptTokens; done += budget)
        {
            var chunk = Math.Min(budget, promptTokens - done);
            ms += _engine.StepMs(BatchShape.PrefillOnly(new PrefillChunk(chunk, done, 1, Completes: done + chunk == promptTokens)));
        }

        return ms;
    }
}
