using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Serving.Engines;
using Plimsoll.Serving.Intervals;
using Plimsoll.Serving.Simulation;

namespace Plimsoll.Profiling.Validation.Predictions;

/// <summary>Predicts measured runs by simulating the same experiment: the same workers, protocol, lengths and number of requests.</summary>
/// <param name="engines">Builds the workers.</param>
/// <param name="residuals">How measurements lie around predictions.</param>
public sealed class ExperimentPredictor(EngineShelf engines, ResidualTable residuals)
{
    private const int PromptForProvenance = 1024;

    /// <summary>Predicts one run, or says why it cannot. Safe to call from several threads; the same run gives the same forecast.</summary>
    /// <exception cref="OperationCanceledException">The prediction was cancelled.</exception>
    public ForecastOffer Predict(MeasuredExperiment experiment, CancellationToken cancellation = default)
    {
        try
        {
            return ForecastOffer.Of(Simulate(experiment, cancellation));
        }
        catch (RefusedException refused)
        {
            return ForecastOffer.Refused(refused.Reason, refused.Message);
        }
        catch (SimulationStuckException stuck)
        {
            return ForecastOffer.Refused("memory_too_small", stuck.Message);
        }
    }

    private Forecast Simulate(MeasuredExperiment experiment, CancellationToken cancellation)
    {
        // Versions of disaggregated rows of public tables are mostly those of the orchestrator; a stage that logs its engines knows better.
        var knowsEngine = !experiment.Topology.IsDisaggregated || experiment.Load.Requests is not null;
        var served = engines.Find(experiment.Engine, knowsEngine);
        var requests = RunRequests.Of(experiment.Load);
        var topology = new PredictedTopology(engines, served, experiment, requests.Max(request => request.Isl + request.Osl));
        var workers = topology.Build();
        var recorder = new FigureRecorder();
        var counts = ServingSimulation.Run(workers, new ReplaySource(requests, experiment.Load.Concurrency), [recorder], cancellation);
        var figures = recorder.Figures(counts.Preemptions);
        var decoding = workers.Workers ?? workers.Decode!;
        figures[Figure.KvTokens] = decoding.Engine.Memory(decoding.Limits).KvTokenCapacity;

        var prefill = Prefill((workers.Workers ?? workers.Prefill!).Engine, requests);
        var decode = decoding.Engine.Explain(BatchShape.Decode(
            Math.Max(1, (int)Math.Round(recorder.MeanDecodeRows)), experiment.Load.Isl + (experiment.Load.Osl / 2))).Provenance;
        var (intervals, classes) = Intervals(experiment, served, figures, prefill, decode);
        return new Forecast
        {
            Figures = figures,
            Intervals = intervals,
            Classes = classes,
            Provenance = (Provenance)Math.Max((int)prefill, (int)decode),
            Version = served.Version.Version,
            Gpus = topology.Gpus,
            Notes = [.. served.Notes, .. topology.Notes.Distinct(StringComparer.Ordinal)],
        };
    }

    private static Provenance Prefill(IServingEngine engine, IReadOnlyList<MeasuredRequest> requests) =>
        engine.Explain(BatchShape.PrefillOnly(new PrefillChunk(Math.Min(PromptForProvenance, requests[0].Isl)))).Provenance;

    private (Dictionary<Figure, PredictionInterval> Intervals, Dictionary<Figure, ResidualClass> Classes) Intervals(
        MeasuredExperiment experiment, ServedModel served, Dictionary<Figure, double> figures, Provenance prefill, Provenance decode)
    {
        var intervals = new Dictionary<Figure, PredictionInterval>();
        var classes = new Dictionary<Figure, ResidualClass>();
        void Add(Figure figure, PredictedQuantity quantity, Provenance source)
        {
            classes[figure] = new ResidualClass(
                quantity, experiment.Topology.IsDisaggregated, served.Version.Backend, source, Recorded: experiment.Load.Requests is not null);
            if (figures.TryGetValue(figure, out var predicted) && residuals.Around(predicted, classes[figure]) is { } interval)
            {
                intervals[figure] = interval;
            }
        }

        Add(Figure.TtftMean, PredictedQuantity.Ttft, prefill);
        Add(Figure.TpotMean, PredictedQuantity.Tpot, decode);
        return (intervals, classes);
    }
}
