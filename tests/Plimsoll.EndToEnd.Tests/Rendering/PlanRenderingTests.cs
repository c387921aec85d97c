using System.Globalization;
using Plimsoll.Cli.Rendering.Csv;
using Plimsoll.Cli.Rendering.Json;
using Plimsoll.Cli.Rendering.Text;
using Plimsoll.Planning.Reports;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Rendering;

/// <summary>Every exporter over fixed reports, under three cultures: the bytes never change by themselves.</summary>
public sealed class PlanRenderingTests
{
    private static readonly Dictionary<string, CultureInfo> Cultures = new(StringComparer.Ordinal)
    {
        ["invariant"] = CultureInfo.InvariantCulture,
        ["decimal comma"] = Culture(decimals: ",", groups: ".", minus: "-"),
        ["odd signs"] = Culture(decimals: "'", groups: "\u00a0", minus: "\u2212"),
    };

    public static TheoryData<string> CultureNames => [.. Cultures.Keys];

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void The_console_page_of_a_met_target(string culture) =>
        Golden.Match(Render(culture, output => new PlanPage(SampleReports.Met, output, colour: false).Write()), "plan-met.txt");

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void The_console_page_of_missed_targets_shows_the_nearest_misses(string culture) =>
        Golden.Match(Render(culture, output => new PlanPage(SampleReports.Missed, output, colour: false).Write()), "plan-missed.txt");

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void The_summary_as_csv(string culture) =>
        Golden.Match(Render(culture, output => SummaryCsv.Write(SampleReports.Met, output)), "plan-met.csv");

    [Fact]
    public void The_summary_as_csv_of_missed_targets_lists_the_nearest_misses() =>
        Golden.Match(Render("invariant", output => SummaryCsv.Write(SampleReports.Missed, output)), "plan-missed.csv");

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void The_agg_configurations_as_csv(string culture) =>
        Golden.Match(Render(culture, output => ConfigurationCsv.Write(ServingMode.Agg, SampleReports.Met.Agg!.Ranked, SampleReports.Met, output)), "agg.csv");

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void The_disagg_configurations_as_csv(string culture) =>
        Golden.Match(Render(culture, output => ConfigurationCsv.Write(ServingMode.Disagg, SampleReports.Met.Disagg!.Pareto, SampleReports.Met, output)), "disagg.csv");

    [Theory]
    [MemberData(nameof(CultureNames))]
    public void The_report_as_json(string culture) =>
        Golden.Match(Render(culture, output => PlanDocument.Write(SampleReports.Met, output)), "plan-met.json");

    [Fact]
    public void Colour_adds_only_escape_codes()
    {
        var plain = Render("invariant", output => new PlanPage(SampleReports.Met, output, colour: false).Write());
        var coloured = Render("invariant", output => new PlanPage(SampleReports.Met, output, colour: true).Write());

        Assert.NotEqual(plain, coloured);
        Assert.Equal(plain, coloured.Replace("\e[1m", "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ServingMode.Agg, "agg")]
    [InlineData(ServingMode.Disagg, "disagg")]
    public void The_csv_columns_begin_with_those_of_the_peer_in_its_order(ServingMode mode, string folder)
    {
        var theirs = File.ReadLines(SharedData.Require($"oracles/aic/search/q32_h200_vllm_32/{folder}/pareto.csv")).First().Split(',');
        var ours = Render("invariant", output => ConfigurationCsv.Write(mode, [], SampleReports.Met, output)).TrimEnd().Split(',');

        Assert.Equal(theirs, ours.Take(theirs.Length));
    }

    private static string Render(string culture, Action<TextWriter> write)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Cultures[culture];
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            write(output);
            return output.ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Culture(string decimals, string groups, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = decimals;
        culture.NumberFormat.NumberGroupSeparator = groups;
        culture.NumberFormat.NegativeSign = minus;
        return culture;
    }
}
