namespace Plimsoll.Load.Tokenizing;

/// <summary>Turns text into token ids and back. Implementations are safe to use from several threads.</summary>
public interface ITokenizer
{
    /// <summary>Ids are below this.</summary>
    int VocabularySize { get; }

    /// <summary>The tokens of a text, without those that a model puts around it.</summary>
    IReadOnlyList<int> Encode(string text);

    /// <summary>How many tokens a text has.</summary>
    int Count(string text);

    /// <summary>The text of tokens; bytes that are no UTF-8 become replacement characters.</summary>
    string Decode(IReadOnlyList<int> tokens);
}
