using FsCheck.Fluent;
using Plimsoll.Model.Backends;
using Plimsoll.Model.Calibrations;
using Plimsoll.Model.Operators;
using Plimsoll.Model.Validation;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.Calibrations;

public sealed class CalibrationFileTests
{
    [Fact]
    public void What_is_written_is_read_again() => Properties.Check(
        from values in Gen.Choose(0, 1000).ArrayOf(CalibrationTerms.All.Count + CalibrationTerms.Factors.Count)
        from source in Gen.Elements("a run", "quotes \" and \\ and\nlines", "ü: # - {}")
        select Document(values, source),
        document =>
        {
            var read = CalibrationReader.Read(Text(document), "file");
            return CalibrationTerms.All.Concat(CalibrationTerms.Factors).All(term => term.Value(read.Calibration) == term.Value(document.Calibration))
                && (read.Backend, read.From, read.Source, read.Sources["prepare_ms"], read.Errors["ttft"])
                == (document.Backend, document.From, document.Source, document.Source, 3.5);
        });

    [Fact]
    public void All_problems_of_a_file_are_named_at_once_with_what_was_meant()
    {
        var refused = Assert.Throws<InvalidInputException>(() => CalibrationReader.Read(
            """
            calibration: 2
            backend: vlm
            sources: x
            terms:
              prepare_msec:
                value: 1
              launch_ms_per_kernel:
                value: -1
                unit: s
              inbound_ms:
                value: NaN
              outbound_ms:
                source: nothing
              submit_ms:
                valeu: 3
            factors:
              expert:
                value: 1
              experts:
                value: 9
            """,
            "mine.yaml"));

        Assert.Equal(
            [
                "mine.yaml:1: calibration: is '2', not the format that this version reads, 1",
                "mine.yaml:2: backend: 'vlm' is no backend (did you mean 'vllm'?)",
                "mine.yaml:3: sources: unknown key (did you mean 'source'?)",
                "mine.yaml:6: terms.prepare_msec.value: unknown term 'prepare_msec' (did you mean 'prepare_ms'?)",
                "mine.yaml:8: terms.launch_ms_per_kernel.value: -1 is not between 0 and 10",
                "mine.yaml:9: terms.launch_ms_per_kernel.unit: is 's'; launch_ms_per_kernel is given in 'ms'",
                "mine.yaml:11: terms.inbound_ms.value: 'NaN' is no finite number",
                "mine.yaml:15: terms.submit_ms.valeu: unknown key (did you mean 'value'?)",
                "mine.yaml:18: factors.expert.value: unknown term 'expert' (did you mean 'experts'?)",
                "mine.yaml:20: factors.experts.value: 9 is not between 0.2 and 5",
                "mine.yaml: source: is missing: say in a sentence where the terms come from",
                "mine.yaml:13: terms.outbound_ms.source: 'outbound_ms' has no value",
            ],
            refused.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("{")]
    [InlineData("plan: 1")]
    public void What_is_no_calibration_is_refused(string text) =>
        Assert.Throws<InvalidInputException>(() => CalibrationReader.Read(text, "file"));

    [Theory]
    [InlineData(null, "0", true)]
    [InlineData(BackendKind.Vllm, "0.24.0", true)]
    [InlineData(BackendKind.Vllm, "0.25.0", false)]
    [InlineData(BackendKind.Sglang, "0", false)]
    public void A_calibration_holds_for_its_engine_from_its_release_on(BackendKind? backend, string from, bool holds)
    {
        var document = new CalibrationDocument { Backend = backend, From = from, Source = "s", Calibration = Calibration.None };
        Assert.Equal(holds, document.HoldsFor(new EngineVersion(BackendKind.Vllm, "0.24.0")));
    }

    [Fact]
    public void The_shipped_calibrations_state_the_source_of_every_term()
    {
        foreach (var backend in Enum.GetValues<BackendKind>())
        {
            var document = CalibrationCatalog.Find(new EngineVersion(backend, "0.24.0"))!;
            var stated = CalibrationTerms.All.Concat(CalibrationTerms.Factors)
                .Where(term => term.Value(document.Calibration) != term.Value(Calibration.None));
            Assert.All(stated, term => Assert.True(document.Sources.ContainsKey(term.Name), $"{backend.Name()}: {term.Name}"));
        }
    }

    [Fact]
    public void Factors_are_known_for_every_family_that_operators_have()
    {
        Assert.Equal(OperatorFamilies.All, CalibrationTerms.Factors.Select(term => term.Name));
        Assert.Contains("gemm_fp8_block", OperatorFamilies.All);
    }

    private static CalibrationDocument Document(int[] values, string source)
    {
        var calibration = Calibration.None;
        foreach (var (term, value) in CalibrationTerms.All.Concat(CalibrationTerms.Factors).Zip(values))
        {
            calibration = term.With(calibration, term.Least + ((term.Most - term.Least) * (value + 1) / 1003.0));
        }

        return new CalibrationDocument
        {
            Backend = BackendKind.Sglang,
            From = "0.5.3",
            Source = source,
            Calibration = calibration,
            Sources = new Dictionary<string, string> { ["prepare_ms"] = source },
            Errors = new Dictionary<string, double> { ["ttft"] = 3.5 },
        };
    }

    private static string Text(CalibrationDocument document)
    {
        using var text = new StringWriter();
        CalibrationWriter.Write(document, text);
        return text.ToString();
    }
}
