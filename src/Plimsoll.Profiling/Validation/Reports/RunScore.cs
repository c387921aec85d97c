using System.Text.Json.Serialization;
using Plimsoll.Profiling.Measurements;
using Plimsoll.Profiling.Validation.Scores;

namespace Plimsoll.Profiling.Validation.Reports;

/// <summary>How well a set of measured runs was predicted: medians of absolute errors, in percent.</summary>
public sealed record RunScore
{
    private const double FewPreemptions = 20;

    /// <summary>Runs.</summary>
    public required int Experiments { get; init; }

    /// <summary>Runs that were predicted.</summary>
    public required int Predicted { get; init; }

    /// <summary>Median TTFT.</summary>
    [JsonPropertyName("ttft_p50_median_ape")]
    public required double? TtftP50 { get; init; }

    /// <summary>Mean TTFT.</summary>
    [JsonPropertyName("ttft_mean_median_ape")]
    public required double? TtftMean { get; init; }

    /// <summary>99th percentile of TTFT, runs of 100 requests or more.</summary>
    [JsonPropertyName("ttft_p99_median_ape")]
    public required double? TtftP99 { get; init; }

    /// <summary>Mean TPOT.</summary>
    [JsonPropertyName("tpot_mean_median_ape")]
    public required double? TpotMean { get; init; }

    /// <summary>Answer tokens per second.</summary>
    [JsonPropertyName("throughput_median_ape")]
    public required double? Throughput { get; init; }

    /// <summary>KV-cache capacity, median over the stages.</summary>
    [JsonPropertyName("kv_tokens_ape")]
    public required double? KvTokens { get; init; }

    /// <summary>Preemptions, runs with more than 20.</summary>
    [JsonPropertyName("preemptions_median_ape")]
    public required double? Preemptions { get; init; }

    /// <summary>Share of the measured mean TTFT and TPOT inside their 80 % intervals.</summary>
    public required double? IntervalHold { get; init; }

    /// <summary>The score of a set of runs.</summary>
    public static RunScore Of(IReadOnlyCollection<ExperimentOutcome> outcomes)
    {
        double? Median(Figure figure, IEnumerable<ExperimentOutcome>? among = null) => ErrorScore.Of(among ?? outcomes, figure).MedianApe;
        return new RunScore
        {
            Experiments = outcomes.Count,
            Predicted = outcomes.Count(outcome => outcome.Offer.Forecast is not null),
            TtftP50 = Median(Figure.TtftP50),
            TtftMean = Median(Figure.TtftMean),
            TtftP99 = Median(Figure.TtftP99),
            TpotMean = Median(Figure.TpotMean),
            Throughput = Median(Figure.Throughput),
            KvTokens = Median(Figure.KvTokens, outcomes.Where(outcome => outcome.ErrorPct(Figure.KvTokens) is not null).DistinctBy(outcome => outcome.Experiment.Group)),
            Preemptions = Median(Figure.Preemptions, outcomes.Where(outcome => outcome.Experiment.Measured.GetValueOrDefault(Figure.Preemptions) > FewPreemptions)),
            IntervalHold = IntervalScore.Hold(outcomes, Figure.TtftMean, Figure.TpotMean),
        };
    }
}
