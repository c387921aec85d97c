using System.Text.Json;
using Plimsoll.Model.Validation;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>Rows of our own request lines; results of measured requests may stand beside, anything else is an error.</summary>
internal sealed class RequestLineRows(Stream stream, TraceOptions options, TraceProblems problems) : JsonLineRows(stream, problems)
{
    private static readonly string[] Inputs = ["t_ms", "isl", "osl", "cached_tokens"];
    private static readonly string[] Results =
        ["id", "ttft_ms", "tpot_ms", "e2e_ms", "itl_p50_p90_p99_max", "gaps_ms", "chunks", "prefill_ms", "queue_ms", "preemptions", "worker", "session"];

    /// <inheritdoc/>
    protected override TraceRow ReadObject(ref Utf8JsonReader reader, LineFields fields)
    {
        double? time = null;
        int? isl = null, osl = null, cached = null;
        while (fields.Next(ref reader))
        {
            switch (fields.Last)
            {
                case "t_ms": time = fields.Time(ref reader); break;
                case "isl": isl = fields.Tokens(ref reader); break;
                case "osl": osl = fields.Tokens(ref reader); break;
                case "cached_tokens": cached = fields.Tokens(ref reader, least: 0); break;
                default:
                    if (!Results.Contains(fields.Last))
                    {
                        fields.Refuse("unknown field", NearestName.Hint(fields.Last!, Inputs));
                    }

                    reader.Skip();
                    break;
            }
        }

        fields.Require(isl is not null, "isl");
        fields.Require(osl is not null, "osl");
        fields.Require(time is not null || options.LengthsOnly, "t_ms", "give the file with --lengths and another protocol");
        return new TraceRow { Line = fields.Line, TimeMs = time, Isl = isl ?? 1, Osl = osl ?? 1, CachedTokens = cached };
    }
}
