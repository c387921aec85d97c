using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Questions;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Model.Validation;
using Plimsoll.Planning.Requests;
using Plimsoll.Testing;

namespace Plimsoll.EndToEnd.Tests.Questions;

/// <summary>The question as a file.</summary>
public sealed class PlanFileTests
{
    [Fact]
    public void Any_text_comes_back_as_it_was()
    {
        var texts = ArbMap.Default.GeneratorFor<string>().Where(text => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsSurrogate));
        var awkward = Gen.Elements("1.10", "yes", "~", "null", "a: b", "# c", "'", "\"", "\\", " x ", "- y", "2024-01-01", "é", "0x10", "a\nb", "\t", "{}", "@x", "h200_sxm");
        Properties.Check(Gen.OneOf(texts, awkward), text =>
        {
            var request = new PlanRequest { Model = text, System = "h200_sxm", TotalGpus = 8, BackendVersion = text };
            return ReadBack(request) is { Model: var model, BackendVersion: var version } && model == text && version == text;
        });
    }

    [Fact]
    public void Any_number_comes_back_as_it_was()
    {
        Properties.Check(ArbMap.Default.GeneratorFor<NormalFloat>(), number =>
            ReadBack(new PlanRequest { Model = "m", System = "s", TotalGpus = 8, TtftMs = number.Get })?.TtftMs == number.Get);
    }

    [Fact]
    public void Unknown_keys_and_bad_values_are_problems_with_their_line_and_the_nearest_name()
    {
        var (_, errors) = Read("model: m\ntotal_gpu: 8\nisl: many\nquantization:\n  gem: fp8\n");

        Assert.Equal(
            [
                "plan.yaml:2: total_gpu: unknown key (did you mean 'total_gpus'?)",
                "plan.yaml:5: quantization.gem: unknown key (did you mean 'quantization.gemm'?)",
            ],
            errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("model: [a")]
    [InlineData("- a\n- b")]
    [InlineData("model: &x a\nsystem: *x")]
    [InlineData("model: m\nmodel: n")]
    [InlineData("model: {a: {b: {c: {d: {e: {f: {g: {h: {i: 1}}}}}}}}}")]
    public void Broken_or_hostile_files_are_problems(string yaml) => Assert.NotEmpty(Read(yaml).Errors);

    [Fact]
    public void A_missing_file_and_an_endless_one_are_refused()
    {
        using var folder = new TemporaryFolder();
        var huge = Path.Combine(folder.Path, "huge.yaml");
        File.WriteAllText(huge, new string('#', 100_000));

        Assert.Throws<InvalidInputException>(() => PlanFile.Read(Path.Combine(folder.Path, "none.yaml"), [], []));
        Assert.Throws<InvalidInputException>(() => PlanFile.Read(huge, [], []));
    }

    private static PlanDraft? ReadBack(PlanRequest request)
    {
        using var text = new StringWriter { NewLine = "\n" };
        PlanFile.Write(request, text);
        var (values, errors) = Read(text.ToString());
        var draft = new PlanDraft();
        foreach (var key in PlanKeys.All)
        {
            draft = values.TryGetValue(key.Name, out var value) ? key.Read(draft, value, errors) : draft;
        }

        return errors.Count == 0 ? draft : null;
    }

    private static (Dictionary<string, GivenValue> Values, List<ValidationError> Errors) Read(string yaml)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "plan.yaml");
        File.WriteAllText(file, yaml);
        var values = new Dictionary<string, GivenValue>(StringComparer.Ordinal);
        var errors = new List<ValidationError>();
        PlanFile.Read(file, errors, values);
        return (values, errors);
    }
}
