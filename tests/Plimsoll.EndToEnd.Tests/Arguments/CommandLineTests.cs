using Plimsoll.Cli;
using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Verbs;
using Plimsoll.EndToEnd.Tests.Verbs;
using Plimsoll.Model.Validation;

namespace Plimsoll.EndToEnd.Tests.Arguments;

/// <summary>How arguments become a run, and how each way of ending becomes an exit code.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("measure", "--total-gpus", "8")]
    [InlineData("measure", "--total_gpus", "8")]
    [InlineData("measure", "--total-gpus=8")]
    [InlineData("measure", "--total_gpus=8")]
    [InlineData("cli", "measure", "--total_gpus", "8")]
    [InlineData("measure", "--gpus", "8")]
    public void Every_spelling_of_a_flag_means_the_same(params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal("gpus=8 name= weights=False\n", run.Output);
    }

    [Fact]
    public void Underscores_in_values_stay()
    {
        Assert.Equal("gpus= name=h200_sxm weights=False\n", Run("measure", "--name", "h200_sxm").Output);
        Assert.Equal("gpus= name=a_b=c_d weights=False\n", Run("measure", "--name=a_b=c_d").Output);
    }

    [Fact]
    public void A_value_may_begin_with_an_at_sign_and_is_never_read_as_a_file()
    {
        Assert.Equal("gpus= name=@here weights=False\n", Run("measure", "--name", "@here").Output);
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_the_nearest_name()
    {
        var run = Run("measure", "--total-gpus", "eight", "--mode", "fats", "--nmae", "x", "stray", "--weights", "--name");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Equal(
            """
            error: --name: needs a value
            error: --nmae: unknown flag (did you mean '--name'?)
            error: 'stray': was not expected here
            error: --total-gpus: 'eight' is not a whole number
            error: --mode: 'fats' is not one of fast, exact (did you mean 'fast'?)

            """.ReplaceLineEndings("\n"),
            run.Error);
    }

    [Fact]
    public void A_flag_given_twice_is_refused_with_both_values()
    {
        var run = Run("measure", "--total-gpus", "8", "--total_gpus", "16");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("--total-gpus: given more than once ('8', '16')", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_verb_suggests_the_nearest()
    {
        var run = Run("mesure", "--total-gpus", "8");

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Equal("error: plimsoll: 'mesure' is not a verb (did you mean 'measure'?)\n", run.Error);
    }

    [Fact]
    public void A_shortened_flag_is_refused_with_the_whole_name()
    {
        Assert.Contains("--total: unknown flag (did you mean '--total-gpus'?)", Run("measure", "--total", "8").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_is_invalid_input()
    {
        var run = Run();

        Assert.Equal(ExitCode.InvalidInput, run.ExitCode);
        Assert.Contains("a verb is missing", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid", ExitCode.InvalidInput)]
    [InlineData("missing", ExitCode.DataMissing)]
    [InlineData("disk", ExitCode.OutsideFailed)]
    [InlineData("bug", ExitCode.Bug)]
    public void Every_way_of_failing_has_its_exit_code_and_prints_nothing_to_stdout(string failure, int exitCode)
    {
        var run = Run("measure", "--name", failure);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.NotEqual("", run.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("cli", "--help")]
    [InlineData("help")]
    public void The_overview_lists_the_verbs(params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("  measure  Measures.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("measure", "--help")]
    [InlineData("help", "measure")]
    [InlineData("measure", "--nonsense", "--help")]
    public void The_help_of_a_verb_shows_flags_with_aliases_choices_and_defaults(params string[] arguments)
    {
        var run = Run(arguments);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("--total-gpus, --gpus N", run.Output, StringComparison.Ordinal);
        Assert.Contains("How. One of fast, exact. Default: fast.", run.Output, StringComparison.Ordinal);
    }

    private static CliRun Run(params string[] arguments) => new([new Measure()], arguments);

    private sealed class Measure : Verb
    {
        private static readonly Flag Gpus = new("--total-gpus", "N", "How many.") { Aliases = ["--gpus"] };
        private static readonly Flag Label = new("--name", "TEXT", "Which.");
        private static readonly Flag Mode = new("--mode", "MODE", "How.") { Choices = ["fast", "exact"], Default = "fast" };
        private static readonly Flag Weights = new("--weights", null, "Whether.");

        public override string Name => "measure";

        public override string Summary => "Measures.";

        public override IReadOnlyList<Flag> Flags => [Gpus, Label, Mode, Weights];

        public override int Run(GivenFlags given, Terminal terminal)
        {
            var (gpus, label, _) = (given.Integer(Gpus), given.Text(Label), given.Text(Mode));
            given.ThrowIfRefused();
            switch (label)
            {
                case "invalid": throw new InvalidInputException("--name", "is invalid");
                case "missing": throw new MissingDataException("--name", "has no data");
                case "disk": throw new IOException("the disk is full");
                case "bug": throw new InvalidOperationException("impossible");
                default:
                    terminal.Output.WriteLine($"gpus={gpus} name={label} weights={given.Switch(Weights)}");
                    return ExitCode.Done;
            }
        }
    }
}
