using System.Text.Json;
using Plimsoll.Serving.Workloads.Sources;

namespace Plimsoll.Serving.Workloads.Traces;

/// <summary>
/// Rows of a Mooncake trace. A row without a timestamp is the next turn of its session, <c>delay</c> ms after the answer; it follows the
/// session's row before it directly. Fields that say nothing about load (tools, text) are passed over.
/// </summary>
internal sealed class MooncakeRows(Stream stream, TraceOptions options, TraceProblems problems) : JsonLineRows(stream, problems)
{
    private readonly List<long> _hashIds = [];
    private string? _session;

    /// <inheritdoc/>
    protected override TraceRow ReadObject(ref Utf8JsonReader reader, LineFields fields)
    {
        double? time = null, delay = null;
        int? isl = null, osl = null;
        string? session = null;
        var hasBlocks = false;
        while (fields.Next(ref reader))
        {
            switch (fields.Last)
            {
                case "timestamp": time = fields.Time(ref reader); break;
                case "delay": delay = fields.Time(ref reader); break;
                case "input_length": isl = fields.Tokens(ref reader); break;
                case "output_length": osl = fields.Tokens(ref reader); break;
                case "session_id": session = fields.Name(ref reader); break;
                case "hash_ids": hasBlocks = ReadHashIds(ref reader, fields); break;
                default: reader.Skip(); break;
            }
        }

        fields.Require(isl is not null, "input_length");
        fields.Require(osl is not null, "output_length");
        var follows = time is null && session is not null && session == _session;
        if (time is null && !follows && !options.LengthsOnly)
        {
            fields.Require(isThere: false, "timestamp", session is null ? "give the file with --lengths and another protocol" : "turns without one must follow their session's row before");
        }

        _session = session;
        return new TraceRow
        {
            Line = fields.Line,
            TimeMs = time,
            FollowsAnswer = follows,
            DelayMs = delay ?? 0,
            Isl = isl ?? 1,
            Osl = osl ?? 1,
            Blocks = hasBlocks && isl is { } tokens ? Blocks(tokens, fields) : null,
        };
    }

    private bool ReadHashIds(ref Utf8JsonReader reader, LineFields fields)
    {
        _hashIds.Clear();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            fields.Refuse("is no list of whole numbers");
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var id))
            {
                fields.Refuse("is no list of whole numbers");
                reader.Skip();
                id = 0;
            }

            _hashIds.Add(id);
        }

        return _hashIds.Count > 0;
    }

    // Every block is full but the last.
    private PromptSegment[]? Blocks(int isl, LineFields fields)
    {
        var last = isl - ((_hashIds.Count - 1L) * options.BlockTokens);
        if (last < 1 || last > options.BlockTokens)
        {
            Problems.Add(
                fields.Line, "hash_ids", $"{_hashIds.Count} blocks of {options.BlockTokens} tokens are no prompt of {isl}",
                $"such a prompt has {((long)isl + options.BlockTokens - 1) / options.BlockTokens} blocks; --block-tokens gives another size");
            return null;
        }

        var blocks = new PromptSegment[_hashIds.Count];
        for (var block = 0; block < blocks.Length; block++)
        {
            blocks[block] = new PromptSegment(TextIds.OfBlock(_hashIds[block]), block == blocks.Length - 1 ? (int)last : options.BlockTokens);
        }

        return blocks;
    }
}
