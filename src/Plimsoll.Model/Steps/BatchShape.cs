namespace Plimsoll.Model.Steps;

/// <summary>
/// What one iteration of one worker computes, per attention data-parallel rank: the prefill chunks and the decode rows.
/// </summary>
/// <param name="Prefill">The prefill chunks; empty for a pure decode step.</param>
/// <param name="DecodeRows">Sequences that generate one token each.</param>
/// <param name="DecodeKvTokens">Sum over the decode rows of the tokens that each attends to (its KV length).</param>
public readonly record struct BatchShape(ReadOnlyMemory<PrefillChunk> Prefill, int DecodeRows, long DecodeKvTokens)
{
    /// <summary>A step in which <paramref name="rows"/> sequences of KV length <paramref name="kvLength"/> decode.</summary>
    public static BatchShape Decode(int rows, long kvLength) => new(default, rows, rows * kvLength);

    /// <summary>A step that computes only the given prompt work.</summary>
    public static BatchShape PrefillOnly(params PrefillChunk[] chunks) => new(chunks, 0, 0);

    /// <summary>All new tokens of the step: prompt tokens and one for each decode row.</summary>
    public long NewTokens
    {
        get
        {
            long tokens = DecodeRows;
            foreach (var chunk in Prefill.Span)
            {
                tokens += (long)chunk.NewTokens * chunk.Sequences;
            }

            return tokens;
        }
    }

    /// <summary>Prompts that take part.</summary>
    public int Prompts
    {
        get
        {
            var prompts = 0;
            foreach (var chunk in Prefill.Span)
            {
                prompts += chunk.Sequences;
            }

            return prompts;
        }
    }

    /// <summary>Rows that emit a token: decode rows and completed prompts.</summary>
    public int EmittingRows
    {
        get
        {
            var rows = DecodeRows;
            foreach (var chunk in Prefill.Span)
            {
                rows += chunk.Completes ? chunk.Sequences : 0;
            }

            return rows;
        }
    }
}
