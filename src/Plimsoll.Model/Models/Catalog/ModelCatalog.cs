using System.Text;
using Plimsoll.Model.Validation;

namespace Plimsoll.Model.Models.Catalog;

/// <summary>
/// The models that are known without any file: facts of their configurations, one line per model in the embedded
/// <c>models.jsonl</c> (docs/adding-a-model.md describes a line). Only the line that is asked for is parsed.
/// </summary>
public static class ModelCatalog
{
    private const string Resource = "Plimsoll.Model.Models.Catalog.models.jsonl";

    private static readonly Lazy<byte[]> Lines = new(Load);
    private static readonly Lazy<IReadOnlyList<string>> Ids = new(ListNames);

    private static ReadOnlySpan<byte> IdStart => "{\"id\":\""u8;

    /// <summary>The ids of all known models, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => Ids.Value;

    /// <summary>The model of that Hugging Face id (case is ignored), or null when it is not built in.</summary>
    public static ModelSpec? TryFind(string id)
    {
        var line = FindLine(id);
        if (line.IsEmpty)
        {
            return null;
        }

        var entry = new CatalogEntry(line);
        return entry.Like is { } original
            ? entry.Derive(new CatalogEntry(FindLine(original)).Read())
            : entry.Read();
    }

    /// <summary>The model of that id.</summary>
    /// <exception cref="InvalidInputException">Not built in; the hint has the nearest id.</exception>
    public static ModelSpec Find(string id) => TryFind(id) ?? throw new InvalidInputException(
        "--model", $"'{id}' is not in the built-in catalogue", Suggest(id));

    /// <summary>
    /// A hint «did you mean …?» for a name that is not known: a model of that name under its organisation, else the nearest id;
    /// null when nothing is near.
    /// </summary>
    public static string? Suggest(string name)
    {
        foreach (var id in Names)
        {
            if (id.Length > name.Length && id.EndsWith(name, StringComparison.OrdinalIgnoreCase) && id[^(name.Length + 1)] == '/')
            {
                return $"did you mean '{id}'?";
            }
        }

        return NearestName.Hint(name, Names);
    }

    /// <summary>The bytes of the line that describes a model; empty when there is none.</summary>
    internal static ReadOnlyMemory<byte> FindLine(string id)
    {
        ReadOnlyMemory<byte> rest = Lines.Value;
        while (!rest.IsEmpty)
        {
            var line = TakeLine(ref rest);
            if (Ascii.EqualsIgnoreCase(IdOf(line.Span), id))
            {
                return line;
            }
        }

        return default;
    }

    private static List<string> ListNames()
    {
        var names = new List<string>();
        ReadOnlyMemory<byte> rest = Lines.Value;
        while (!rest.IsEmpty)
        {
            var id = IdOf(TakeLine(ref rest).Span);
            if (!id.IsEmpty)
            {
                names.Add(Encoding.ASCII.GetString(id));
            }
        }

        return names;
    }

    private static ReadOnlyMemory<byte> TakeLine(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }

    private static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(IdStart))
        {
            return default;
        }

        var id = line[IdStart.Length..];
        return id[..id.IndexOf((byte)'"')];
    }

    private static byte[] Load()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
