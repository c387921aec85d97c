using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Tests.Validation;

public sealed class ErrorTests
{
    [Fact]
    public void An_error_is_one_line_of_path_message_and_hint()
    {
        Assert.Equal("--tpot: must be above 0 (try 30)", new ValidationError("--tpot", "must be above 0", "try 30").ToString());
        Assert.Equal("--tpot: must be above 0", new ValidationError("--tpot", "must be above 0").ToString());
    }

    [Fact]
    public void Refused_input_carries_every_error_in_order()
    {
        ValidationError[] errors = [new("--isl", "is missing"), new("--osl", "is missing", "give tokens")];
        var refused = new InvalidInputException(errors);
        Assert.Equal(errors, refused.Errors);
        Assert.Equal(string.Join(Environment.NewLine, errors.Select(error => error.ToString())), refused.Message);
    }

    [Fact]
    public void Missing_data_says_what_would_provide_it() => Assert.Equal(
        new ValidationError("h200_sxm", "no tables", "give --systems-paths"), new MissingDataException("h200_sxm", "no tables", "give --systems-paths").Error);
}
