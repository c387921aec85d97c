using Plimsoll.Profiling.Measurements;

namespace Plimsoll.Profiling.Validation.Scores;

/// <summary>
/// What it costs to choose a configuration by prediction instead of by measurement.
/// </summary>
/// <remarks>
/// A workload is (model, system, backend, mode, isl, osl, precision) with at least three distinct measurements over at least two layouts.
/// Throughput per GPU = concurrency × osl / (ttft + osl × tpot) / GPUs, osl being the mean of the run. For each bound on TPOT in the quartiles of the
/// workload's measured TPOT the favourite is the configuration of highest predicted throughput whose predicted TPOT is within the bound, or, when
/// none is, the one of lowest predicted TPOT. Regret = 1 − its measured throughput / the best measured within the bound; 100 % when its
/// measured TPOT misses the bound by more than 5 %.
/// </remarks>
public static class Regret
{
    private const int LeastMeasurements = 3;
    private const int LeastLayouts = 2;
    private const double Tolerance = 1.05;

    private static readonly double[] Bounds = [0.25, 0.5, 0.75];

    /// <summary>The regret over all workloads that have a choice and a prediction.</summary>
    public static RegretScore Of(IEnumerable<ExperimentOutcome> outcomes)
    {
        var regrets = new List<double>();
        int workloads = 0, missed = 0;
        foreach (var workload in outcomes.Where(IsWhole).GroupBy(outcome => Workload.Of(outcome.Experiment)))
        {
            var options = workload.Select(outcome => new Option(outcome)).ToArray();
            if (!HasChoice(options))
            {
                continue;
            }

            workloads++;
            var measured = options.Select(option => option.MeasuredTpot).Order().ToArray();
            foreach (var bound in Bounds)
            {
                var (regret, misses) = Choose(options, Quantiles.Of(measured, bound));
                regrets.Add(100 * regret);
                missed += misses ? 1 : 0;
            }
        }

        return new RegretScore(
            regrets.Count == 0 ? null : Math.Round(regrets.Average(), 3),
            Quantiles.OrNull(regrets, 0.9) is { } p90 ? Math.Round(p90, 3) : null,
            workloads,
            regrets.Count,
            missed);
    }

    private static bool IsWhole(ExperimentOutcome outcome) =>
        outcome.Experiment is { Load.Concurrency: not null } experiment
        && experiment.IsScored(Figure.TtftMean) && experiment.IsScored(Figure.TpotMean);

    private static bool HasChoice(Option[] options) =>
        options.DistinctBy(option => (option.MeasuredTtft, option.MeasuredTpot)).Count() >= LeastMeasurements
        && options.DistinctBy(option => option.Layout).Count() >= LeastLayouts
        && options.Any(option => option.PredictedTpot is not null);

    private static (double Regret, bool Missed) Choose(Option[] options, double bound)
    {
        var best = options.Where(option => option.MeasuredTpot <= bound).Max(option => option.MeasuredThroughput);
        var predicted = options.Where(option => option.PredictedTpot is not null).ToArray();
        var favourite = predicted.Where(option => option.PredictedTpot <= bound).MaxBy(option => option.PredictedThroughput)
            ?? predicted.MinBy(option => option.PredictedTpot)!;
        return favourite.MeasuredTpot > Tolerance * bound ? (1, true) : (1 - (favourite.MeasuredThroughput / best), false);
    }

    private sealed class Option
    {
        public Option(ExperimentOutcome outcome)
        {
            var experiment = outcome.Experiment;
            var load = experiment.Load;
            var gpus = Gpus(experiment.Topology);
            (MeasuredTtft, MeasuredTpot) = (experiment.Measured[Figure.TtftMean], experiment.Measured[Figure.TpotMean]);
            Layout = experiment.Topology.ToString();
            MeasuredThroughput = Throughput(load, MeasuredTtft, MeasuredTpot, gpus);
            if (outcome.Offer.Forecast?.Figures is { } figures && figures.TryGetValue(Figure.TpotMean, out var tpot))
            {
                PredictedTpot = tpot;
                PredictedThroughput = Throughput(load, figures[Figure.TtftMean], tpot, gpus);
            }
        }

        public string Layout { get; }

        public double MeasuredTtft { get; }

        public double MeasuredTpot { get; }

        public double MeasuredThroughput { get; }

        public double? PredictedTpot { get; }

        public double? PredictedThroughput { get; }

        private static double Throughput(MeasuredLoad load, double ttft, double tpot, int gpus) =>
            load.Concurrency!.Value * load.MeanOsl / (ttft + (load.MeanOsl * tpot)) / gpus;

        private static int Gpus(MeasuredTopology topology) =>
            new[] { topology.Workers, topology.Prefill, topology.Decode }.Sum(workers => workers is null ? 0 : workers.Count * workers.Parallelism.Gpus);
    }
}
