using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Model.Models;
using Plimsoll.Model.Quantization;

namespace Plimsoll.Model.Tests.Models.Catalog;

/// <summary>Writes a model as a line of the catalogue, leaving out everything that has its usual value.</summary>
internal static class CatalogLineWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ModelSpec model)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, model);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ModelSpec model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("architecture", model.Architecture);
        json.WriteNumber("hidden", model.HiddenSize);
        json.WriteNumber("vocabulary", model.VocabularySize);
        json.WriteNumber("positions", model.MaxPositions);
        Number(json, "learnedPositions", model.LearnedPositions);
        Flag(json, "tied", model.TiedEmbeddings, usual: false);
        Number(json, "streams", model.ResidualStreams);
        json.WriteStartArray("layers");
        foreach (var group in model.LayerGroups)
        {
            Write(json, group);
        }

        json.WriteEndArray();
        Write(json, model.Quantization);
        if (model.UnpricedWeightBytes > 0)
        {
            json.WriteNumber("unpricedWeightBytes", model.UnpricedWeightBytes);
        }

        Texts(json, "unsupported", model.Unsupported);
        Texts(json, "approximations", model.Approximations);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LayerGroup group)
    {
        json.WriteStartObject();
        json.WriteNumber("count", group.Count);
        switch (group.Attention)
        {
            case UnpricedAttention unpriced:
                json.WriteString("unpriced", unpriced.What);
                break;
            case { } block:
                Text(json, "attention", block is GroupedQueryAttention ? null : block.Kind);
                foreach (var fact in block.Facts)
                {
                    Number(json, fact.Name, fact.Value);
                }

                break;
        }

        switch (group.FeedForward)
        {
            case DenseFeedForward dense:
                json.WriteNumber("width", dense.IntermediateSize);
                Flag(json, "gated", dense.Gated, usual: true);
                break;
            case MixtureOfExperts moe:
                json.WriteNumber("experts", moe.Experts);
                json.WriteNumber("topK", moe.TopK);
                json.WriteNumber("expertWidth", moe.IntermediateSize);
                Number(json, "sharedWidth", moe.SharedIntermediateSize);
                Number(json, "latentWidth", moe.LatentSize);
                Flag(json, "gated", moe.Gated, usual: true);
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, QuantizationPlan plan)
    {
        if (plan == new QuantizationPlan())
        {
            return;
        }

        json.WriteStartObject("quantization");
        Text(json, "gemm", plan.Gemm == GemmQuant.Bf16 ? null : plan.Gemm.Name());
        Text(json, "attention", plan.AttentionGemm?.Name());
        Text(json, "shared", plan.SharedExpertGemm?.Name());
        Text(json, "moe", plan.Moe == MoeQuant.Bf16 ? null : plan.Moe.Name());
        Text(json, "output", plan.OutputGemm == GemmQuant.Bf16 ? null : plan.OutputGemm.Name());
        Text(json, "kv", plan.KvCache == KvQuant.Bf16 ? null : plan.KvCache.Name());
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string key, int value)
    {
        if (value != 0)
        {
            json.WriteNumber(key, value);
        }
    }

    private static void Flag(Utf8JsonWriter json, string key, bool value, bool usual)
    {
        if (value != usual)
        {
            json.WriteBoolean(key, value);
        }
    }

    private static void Texts(Utf8JsonWriter json, string key, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
