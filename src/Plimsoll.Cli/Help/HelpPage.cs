using Plimsoll.Cli.Arguments;
using Plimsoll.Cli.Verbs;

namespace Plimsoll.Cli.Help;

/// <summary>The help of the program and of each verb, 100 columns wide.</summary>
internal static class HelpPage
{
    private const int Width = 100;

    /// <summary>Writes what Plimsoll is and which verbs it has.</summary>
    public static void WriteOverview(IReadOnlyList<Verb> verbs, TextWriter output)
    {
        output.WriteLine("plimsoll plans the serving of language models on GPUs: which configuration carries the load within");
        output.WriteLine("the latency targets, and how many tokens per second per GPU it gives.");
        output.WriteLine();
        output.WriteLine("Usage: plimsoll VERB [flags]      ('plimsoll cli VERB' and '--total_gpus' for '--total-gpus' work too)");
        output.WriteLine();
        output.WriteLine("Verbs:");
        var column = verbs.Max(v => v.Name.Length) + 4;
        foreach (var verb in verbs)
        {
            WriteEntry(output, verb.Name, verb.Summary, column);
        }

        output.WriteLine();
        output.WriteLine("'plimsoll VERB --help' explains a verb. Results go to stdout, everything else to stderr.");
        output.WriteLine("Exit codes: 0 done; 1 a bug; 2 invalid input; 3 no configuration meets the targets; 4 data missing;");
        output.WriteLine("5 something outside failed; 130 interrupted.");
    }

    /// <summary>Writes how one verb is used, with every flag and its default.</summary>
    public static void WriteVerb(Verb verb, TextWriter output)
    {
        output.WriteLine(verb.Summary);
        output.WriteLine();
        output.WriteLine($"Usage: plimsoll {verb.Name}{(verb.Operand is { } o ? " " + o.Name : "")}{(verb.Flags.Count > 0 ? " [flags]" : "")}");
        foreach (var example in verb.Examples)
        {
            output.WriteLine($"       plimsoll {example}");
        }

        if (verb.Remarks.Length > 0)
        {
            output.WriteLine();
            WriteWrapped(output, verb.Remarks, indent: 0, alreadyWritten: 0);
        }

        if (verb.Operand is { } operand)
        {
            output.WriteLine();
            WriteEntry(output, operand.Name, operand.Description, operand.Name.Length + 4);
        }

        var column = Math.Min(34, verb.Flags.Select(f => Syntax(f).Length + 4).DefaultIfEmpty(0).Max());
        foreach (var group in verb.Flags.GroupBy(f => f.Heading))
        {
            output.WriteLine();
            output.WriteLine(group.Key + ":");
            foreach (var flag in group)
            {
                WriteEntry(output, Syntax(flag), Describe(flag), column);
            }
        }
    }

    private static string Syntax(Flag flag) =>
        string.Join(", ", flag.Aliases.Prepend(flag.Name)) + (flag.Value is null ? "" : " " + flag.Value);

    private static string Describe(Flag flag)
    {
        var choices = flag.Choices.Count > 0 ? $" One of {string.Join(", ", flag.Choices)}." : "";
        var byDefault = flag.Default is null ? "" : $" Default: {flag.Default}.";
        return flag.Description + choices + byDefault + (flag.Required ? " Required." : "");
    }

    private static void WriteEntry(TextWriter output, string term, string description, int column)
    {
        output.Write("  " + term);
        var written = term.Length + 2;
        if (written + 2 > column)
        {
            output.WriteLine();
            written = 0;
        }

        WriteWrapped(output, description, column, written);
    }

    private static void WriteWrapped(TextWriter output, string text, int indent, int alreadyWritten)
    {
        var position = alreadyWritten;
        foreach (var word in text.Split(' '))
        {
            if (position > indent && position + 1 + word.Length > Width)
            {
                output.WriteLine();
                position = 0;
            }

            var gap = position < indent ? indent - position : position > indent ? 1 : 0;
            output.Write(new string(' ', gap));
            output.Write(word);
            position += gap + word.Length;
        }

        output.WriteLine();
    }
}
