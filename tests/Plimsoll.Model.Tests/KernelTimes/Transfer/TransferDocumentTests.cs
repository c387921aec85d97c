using System.Globalization;
using System.Text;
using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Transfer;
using Plimsoll.Model.KernelTimes.Transfer.Learning;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Transfer;

public sealed class TransferDocumentTests
{
    private const string Begin = "<!-- errors: written by TransferDocumentTests -->";
    private const string End = "<!-- /errors -->";

    private static readonly IReadOnlyList<TransferCheckRow> Rows = TransferCheck.Run(AtlasDatabase.OpenEmbedded());

    [Fact]
    public void The_document_shows_the_errors_of_this_atlas()
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "docs/transfer.md");
        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        Golden.MatchFile(text[..begin] + "\n" + Table() + text[end..], path);
    }

    [Fact]
    public void A_sibling_gpu_predicts_projections_within_seven_percent_and_prefill_within_four()
    {
        foreach (var row in Rows.Where(row => row.Of is "b200_sxm" or "gb200" or "h100_sxm" or "h200_sxm"))
        {
            Assert.True(row.Kind != KernelKind.Gemm || row.MedianPct < 7, $"{row}");
            Assert.True(row.Kind != KernelKind.PrefillAttention || row.MedianPct < 4, $"{row}");
        }
    }

    [Fact]
    public void A_whole_gpu_withheld_is_predicted_within_ten_percent_in_the_median_and_its_doubts_hold()
    {
        foreach (var row in Rows.Where(row => row is { Withheld: Withheld.System, Of: "" }))
        {
            Assert.True(row.MedianPct < 10, $"{row}");
            Assert.True(row.InsideShare > 0.6, $"{row}");
        }
    }

    private static string Table()
    {
        var text = new StringBuilder("| withheld | kernel | times | bias | median | p90 | inside |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in Rows)
        {
            var what = row.Withheld switch
            {
                Withheld.Format => "number format",
                Withheld.Version => "version",
                Withheld.Backend => "backend",
                _ when row.Of.Length > 0 => row.Of,
                _ => "GPU (all six)",
            };
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {row.Kind.Name()} | {row.Samples} | {row.BiasPct:0.0} | {row.MedianPct:0.0} | {row.P90Pct:0.0} | {row.InsideShare:0.00} |\n");
        }

        return text.ToString();
    }
}
