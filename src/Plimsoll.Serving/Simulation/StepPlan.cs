using Plimsoll.Model.Steps;

namespace Plimsoll.Serving.Simulation;

/// <summary>What one rank computes in the step of one lane: filled by its scheduler, priced, and settled when the step ends. Reused.</summary>
internal sealed class StepPlan
{
    private PrefillChunk[] _chunks = new PrefillChunk[16];
    private int _chunkCount;
    private PromptPart[] _parts = new PromptPart[16];
    private int _partCount;
    private long _firstKvTokens;

    /// <summary>The prompts that take part, in order.</summary>
    public Span<PromptPart> Parts => _parts.AsSpan(0, _partCount);

    /// <summary>Prompt tokens.</summary>
    public int PrefillTokens { get; private set; }

    /// <summary>Rows of the batch that decode.</summary>
    public int DecodeRows { get; private set; }

    /// <summary>Tokens that these attend to.</summary>
    public long DecodeKvTokens { get; private set; }

    /// <summary>Rows that decode before they are in the batch: the first step of sequences whose KV cache came from elsewhere.</summary>
    public int FirstRows { get; private set; }

    /// <summary>Time that the host needs before it can launch the step, for receiving KV caches, ms.</summary>
    public double StallMs { get; set; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => DecodeRows == 0 && _partCount == 0;

    /// <summary>The step as it is priced.</summary>
    public BatchShape Shape => new(_chunks.AsMemory(0, _chunkCount), DecodeRows + FirstRows, DecodeKvTokens + _firstKvTokens);

    /// <summary>Starts over.</summary>
    public void Clear()
    {
        _chunkCount = _partCount = PrefillTokens = DecodeRows = FirstRows = 0;
        DecodeKvTokens = _firstKvTokens = 0;
        StallMs = 0;
    }

    /// <summary>Lets a batch decode.</summary>
    public void Decode(DecodeBatch batch) => (DecodeRows, DecodeKvTokens) = (batch.Rows, batch.KvTokens);

    /// <summary>Adds <paramref name="tokens"/> further tokens of a prompt, and counts them as computed.</summary>
    public void Prefill(int slot, ref Sequence sequence, int tokens)
    {
        var completes = sequence.Computed + tokens == sequence.Target;
        AddChunk(new PrefillChunk(tokens, sequence.Computed, 1, completes));
        PrefillTokens += tokens;
        AddPart(slot, ref sequence, tokens, completes);
    }

    /// <summary>Adds a sequence that needs only its last token computed to emit the next one: a decode row for the GPU.</summary>
    public void DecodeFirst(int slot, ref Sequence sequence)
    {
        FirstRows++;
        _firstKvTokens += sequence.Target;
        AddPart(slot, ref sequence, 1, completes: true);
    }

    private void AddPart(int slot, ref Sequence sequence, int tokens, bool completes)
    {
        if (_partCount == _parts.Length)
        {
            Array.Resize(ref _parts, 2 * _partCount);
        }

        sequence.Computed += tokens;
        _parts[_partCount++] = new PromptPart(slot, sequence.Request.Id, sequence.Preemptions, sequence.Computed, completes);
    }

    // Equal prompts side by side are priced as one batch.
    private void AddChunk(in PrefillChunk chunk)
    {
        if (_chunkCount > 0 && _chunks[_chunkCount - 1] is var last && last with { Sequences = 1 } == chunk)
        {
            _chunks[_chunkCount - 1] = last with { Sequences = last.Sequences + 1 };
            return;
        }

        if (_chunkCount == _chunks.Length)
        {
            Array.Resize(ref _chunks, 2 * _chunkCount);
        }

        _chunks[_chunkCount++] = chunk;
    }
}
