using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.KernelTimes.Databases;
using Plimsoll.Model.KernelTimes.Roofline;
using Plimsoll.Model.Models;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Quantization;
using Plimsoll.Model.Steps;
using Plimsoll.Model.Systems;
using Plimsoll.Planning.Reports;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Policies;
using Plimsoll.Serving.Workloads;

namespace Plimsoll.Planning.Support;

/// <summary>
/// Prices every model on every system with every backend, in the smallest worker that holds it, and says how well its times are known.
/// Kernels are shared by all models of a release. Not safe for use from several threads.
/// </summary>
/// <param name="databases">Kernel times; what they lack is transferred, and what cannot be transferred is priced by its roofline.</param>
public sealed class SupportMatrix(KernelDatabases databases)
{
    private const int DecodeRows = 8;

    /// <summary>The cells, by system, backend, release and model; each model's two ways of serving together.</summary>
    public IEnumerable<SupportCell> Run(SupportQuestion question)
    {
        foreach (var name in question.Systems)
        {
            var system = databases.System(name);
            foreach (var backend in question.Backends)
            {
                foreach (var engine in Releases(question, name, backend))
                {
                    var release = new Release(system, engine, Kernels(system, engine), CalibrationCatalog.For(engine));
                    foreach (var model in question.Models)
                    {
                        foreach (var cell in Price(model, release, question))
                        {
                            yield return cell;
                        }
                    }
                }
            }
        }
    }

    private sealed record Release(GpuSystem System, EngineVersion Engine, KernelSet Kernels, Calibration Calibration);

    private IEnumerable<EngineVersion> Releases(SupportQuestion question, string system, BackendKind backend)
    {
        var all = question.AllVersions ? databases.Versions(system, backend) : [];
        return all.Count > 0
            ? all.Select(version => new EngineVersion(backend, version))
            : [databases.Resolve(system, backend, question.Version).Engine];
    }

    private KernelSet Kernels(GpuSystem system, EngineVersion engine) =>
        new(system, [.. databases.Sources(system.Name, engine, repair: true), new RooflineSource(system)]);

    private SupportCell[] Price(SupportModel model, Release release, SupportQuestion question)
    {
        try
        {
            return model.Spec is { Unsupported.Count: 0 } spec
                ? Price(spec, release, question)
                : Both(model, release, SupportStatus.ModelNotPriced, model.Refusal ?? string.Join("; ", model.Spec!.Unsupported));
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return Both(model, release, SupportStatus.Failed, $"{broken.GetType().Name}: {broken.Message}");
        }
    }

    private SupportCell[] Price(ModelSpec model, Release release, SupportQuestion question)
    {
        var named = new SupportModel(model.Id, model, null);
        if (BackendHardware.Refusal(release.Engine.Backend, release.System) is { } refusal)
        {
            return Both(named, release, SupportStatus.Incompatible, refusal);
        }

        var (preferred, _) = EnginePreference.Apply(model.Quantization, model.IsMoe, release.System, release.Engine.Backend);
        var fit = HardwareFallback.Apply(preferred, model.IsMoe, release.System, release.Engine.Backend);
        if (fit.Errors.Count > 0)
        {
            return Both(named, release, SupportStatus.Incompatible, string.Join("; ", fit.Errors.Select(error => error.Message).Distinct()));
        }

        var request = Shortened(question.Request, model);
        var factory = new ModelledEngineFactory(
            model, release.System, release.Engine, fit.Plan, release.Kernels, release.Calibration, new OperatorOptions());
        var (engine, status, reason) = SmallestWorker.Find(factory, model, fit.Plan, question.MostGpus, request);
        if (engine is null)
        {
            return Both(named, release, status, reason);
        }

        var (prompt, answer) = Shapes(engine, request);
        var together = engine.Explain(new BatchShape(prompt.Prefill, answer.DecodeRows, answer.DecodeKvTokens));
        var agg = Priced(named, release, ServingMode.Agg, engine, 1, together);
        if (2 * engine.Layout.Gpus > question.MostGpus)
        {
            var tooMany = $"a prefill and a decode worker need {2 * engine.Layout.Gpus} GPUs, more than {question.MostGpus}";
            return [agg, Cell(named, release, ServingMode.Disagg, SupportStatus.TooLarge, tooMany)];
        }

        var (prefill, decode) = (engine.Explain(prompt), engine.Explain(answer));
        var worse = Class(prefill, release) > Class(decode, release) ? prefill : decode;
        var disagg = Priced(named, release, ServingMode.Disagg, engine, 2, worse) with
        {
            ExpectedErrorPct = ErrorPct(Math.Max(prefill.RelativeUncertainty, decode.RelativeUncertainty)),
        };
        return [agg, disagg];
    }

    // A short model cannot hold the usual request: as much of it as it can, in the same proportion.
    private static RequestShape Shortened(RequestShape request, ModelSpec model)
    {
        if (request.TotalTokens <= model.MaxPositions)
        {
            return request;
        }

        var osl = Math.Max(1, (int)((double)request.Osl * model.MaxPositions / request.TotalTokens));
        return new RequestShape(Math.Max(1, model.MaxPositions - osl), osl);
    }

    private static (BatchShape Prompt, BatchShape Answer) Shapes(IServingEngine engine, RequestShape request)
    {
        var budget = EnginePolicies.For(engine.Version, engine.System, engine.Layout).MaxBatchedTokens;
        var now = Math.Min(budget, request.Isl);
        return (
            BatchShape.PrefillOnly(new PrefillChunk(now, request.Isl - now)),
            BatchShape.Decode(DecodeRows, (long)request.MeanDecodeKvTokens));
    }

    private SupportCell Priced(SupportModel model, Release release, ServingMode mode, IServingEngine engine, int workers, StepCost cost)
    {
        if (!double.IsFinite(cost.Ms) || cost.Ms <= 0)
        {
            return Cell(model, release, mode, SupportStatus.Failed, $"a step takes {cost.Ms} ms");
        }

        return Cell(model, release, mode, SupportStatus.Priced, null) with
        {
            Times = Class(cost, release),
            ExpectedErrorPct = ErrorPct(cost.RelativeUncertainty),
            Gpus = workers * engine.Layout.Gpus,
            Layout = engine.Layout.ToString(),
        };
    }

    private KernelClass Class(StepCost cost, Release release) => cost.Provenance switch
    {
        Provenance.Roofline => KernelClass.Roofline,
        Provenance.Transferred => KernelClass.Transferred,
        _ when databases.IsMeasured(release.System.Name, release.Engine.Backend) => KernelClass.Measured,
        _ => KernelClass.Atlas,
    };

    private static double ErrorPct(double sigma) => Math.Round(100 * sigma, 1);

    private static SupportCell[] Both(SupportModel model, Release release, SupportStatus status, string? reason) =>
        [Cell(model, release, ServingMode.Agg, status, reason), Cell(model, release, ServingMode.Disagg, status, reason)];

    private static SupportCell Cell(SupportModel model, Release release, ServingMode mode, SupportStatus status, string? reason) =>
        new(model.Id, model.Spec?.Architecture ?? "", release.System.Name, release.Engine, mode, status, reason);
}
