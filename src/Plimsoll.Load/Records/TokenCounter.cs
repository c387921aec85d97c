using Plimsoll.Load.Tokenizing;

namespace Plimsoll.Load.Records;

/// <summary>Settles the token counts of a finished request: the server's where it gives them, else the text's, else what is left.</summary>
/// <param name="tokenizer">Tokenises answers; null when there is none.</param>
public sealed class TokenCounter(ITokenizer? tokenizer)
{
    /// <summary>Fills in <see cref="RequestRecord.Tokens"/> and lets go of the text.</summary>
    public void Settle(RequestRecord record)
    {
        var (input, inputFrom) = record.Request.InputTokens is { } exact ? (exact, TokenSource.Exact)
            : record.Usage?.Prompt is { } prompt ? (prompt, TokenSource.Usage)
            : ((int?)null, TokenSource.Unknown);
        var (output, reasoning, outputFrom) = Output(record);
        record.Tokens = new TokenCounts(input, inputFrom, output, reasoning, outputFrom);
        record.Text = record.Reasoning = null;
    }

    private (int? Output, int? Reasoning, TokenSource From) Output(RequestRecord record)
    {
        if (record.Usage?.Completion is { } completion)
        {
            return (completion, record.Usage.Value.Reasoning, TokenSource.Usage);
        }

        if (tokenizer is not null && record.Text is { } text)
        {
            int? thought = record.Reasoning is { Length: > 0 } reasoning ? tokenizer.Count(reasoning) : null;
            return (tokenizer.Count(text) + (thought ?? 0), thought, TokenSource.Tokenizer);
        }

        return record.ContentNs.Length > 0 ? (record.ContentNs.Length, null, TokenSource.Pieces) : (null, null, TokenSource.Unknown);
    }
}
