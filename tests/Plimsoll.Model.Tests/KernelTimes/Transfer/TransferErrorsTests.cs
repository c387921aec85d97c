using Plimsoll.Model.KernelTimes.Atlas;
using Plimsoll.Model.KernelTimes.Transfer;
using Plimsoll.Model.KernelTimes.Transfer.Learning;
using Plimsoll.Testing;

namespace Plimsoll.Model.Tests.KernelTimes.Transfer;

public sealed class TransferErrorsTests
{
    [Fact]
    public void The_committed_table_is_what_the_embedded_atlas_teaches()
    {
        var text = new StringWriter();
        LeaveOneOut.Write(new LeaveOneOut(AtlasDatabase.OpenEmbedded()).Learn(), text);
        Golden.MatchFile(text.ToString(), Path.Combine(SharedData.RepositoryRoot, "src/Plimsoll.Model/KernelTimes/Transfer/transfer-errors.csv"));
    }

    [Fact]
    public void A_table_survives_being_written_and_read()
    {
        TransferErrorRow[] rows =
        [
            new(KernelKind.Gemm, TransferErrors.FormatChange, "fp8", "bfloat16", new TransferStep(-0.375, 0.385), 2310),
            new(KernelKind.Collective, TransferErrors.SystemChange, "0.05", "", new TransferStep(0, 0.068), 1440),
        ];
        var text = new StringWriter();
        LeaveOneOut.Write(rows, text);
        Assert.Equal(rows, TransferErrors.Parse(new StringReader(text.ToString())));
    }

    [Theory]
    [InlineData("kernel\n")]
    [InlineData(TransferErrors.Header + "\ngemm,format,fp8\n")]
    [InlineData(TransferErrors.Header + "\ngem,format,fp8,bfloat16,0,0,1\n")]
    [InlineData(TransferErrors.Header + "\ngemm,format,fp8,bfloat16,x,0,1\n")]
    public void A_malformed_table_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => TransferErrors.Parse(new StringReader(text)));

    [Fact]
    public void Doubt_grows_with_the_distance_of_the_gpu_and_nothing_else_changes_nothing()
    {
        var errors = TransferErrors.Embedded();
        foreach (var kind in Enum.GetValues<KernelKind>())
        {
            Assert.Equal(TransferStep.None, errors.System(kind, 0));
            Assert.Equal(TransferStep.None, errors.Format(kind, "fp8", "fp8"));
            var doubts = new[] { 0.01, 0.1, 0.5, 1, 2, 3, 5 }.Select(distance => errors.System(kind, distance).Sigma).ToArray();
            Assert.Equal(doubts.Order(), doubts);
            Assert.True(doubts[0] >= 0.03);
        }
    }

    [Fact]
    public void Formats_that_nobody_measured_side_by_side_are_judged_by_width_and_arithmetic()
    {
        var errors = TransferErrors.Unlearned;
        var kin = errors.Format(KernelKind.Gemm, "int4_wo", "nvfp4_wo").Sigma;
        var wider = errors.Format(KernelKind.Gemm, "bfloat16", "nvfp4_wo").Sigma;
        var other = errors.Format(KernelKind.Gemm, "nvfp4", "nvfp4_wo").Sigma;
        Assert.True(kin < wider && wider < other);
    }

    [Fact]
    public void Errors_of_independent_changes_add_in_squares()
    {
        var step = new TransferStep(0.1, 0.3).Then(new TransferStep(-0.2, 0.4));
        Assert.Equal(-0.1, step.Bias, 12);
        Assert.Equal(0.5, step.Sigma, 12);
    }
}
