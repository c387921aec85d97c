using System.Globalization;

namespace Plimsoll.Model.KernelTimes.Transfer;

/// <summary>
/// What transferring was wrong by where the truth is known: a small table of our own, learned from the atlas by leaving out one thing after
/// the other (<see cref="Learning.LeaveOneOut"/>), embedded as <c>transfer-errors.csv</c>.
/// </summary>
public sealed class TransferErrors
{
    /// <summary>First line of the table.</summary>
    public const string Header = "kernel,change,from,to,bias,sigma,samples";

    /// <summary>The word for a change of number format.</summary>
    public const string FormatChange = "format";

    /// <summary>The word for a change of backend.</summary>
    public const string BackendChange = "backend";

    /// <summary>The word for a change of GPU; <c>from</c> is the <see cref="ArchitectureDistance"/>.</summary>
    public const string SystemChange = "system";

    private const string Resource = "Plimsoll.Model.KernelTimes.Transfer.transfer-errors.csv";

    // Kernels that no two backends or GPUs have.
    private static readonly TransferStep UnknownBackend = new(0, 0.3);
    private static readonly (double Distance, double Sigma)[] UnknownSystem = [(0, 0.15), (1, 0.35), (3, 0.6)];

    private readonly Dictionary<(KernelKind Kind, string Change, string From, string To), TransferStep> _steps = [];
    private readonly Dictionary<KernelKind, (double Distance, double Sigma)[]> _systems;

    /// <summary>A table of these rows.</summary>
    public TransferErrors(IReadOnlyCollection<TransferErrorRow> rows)
    {
        foreach (var row in rows.Where(row => row.Change != SystemChange))
        {
            _steps[(row.Kind, row.Change, row.From, row.To)] = row.Step;
        }

        _systems = rows.Where(row => row.Change == SystemChange)
            .GroupBy(row => row.Kind, row => (double.Parse(row.From, CultureInfo.InvariantCulture), row.Step.Sigma))
            .ToDictionary(kind => kind.Key, kind => kind.Order().ToArray());
    }

    /// <summary>A table that knows nothing: no corrections, cautious doubts.</summary>
    public static TransferErrors Unlearned { get; } = new([]);

    /// <summary>The table that ships with Plimsoll.</summary>
    /// <exception cref="InvalidDataException">The build is broken.</exception>
    public static TransferErrors Embedded()
    {
        using var stream = typeof(TransferErrors).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException("this build has no table of transfer errors");
        return new TransferErrors(Parse(new StreamReader(stream)));
    }

    /// <summary>Reads a table as <see cref="Learning.LeaveOneOut"/> writes it.</summary>
    /// <exception cref="InvalidDataException">A line is malformed.</exception>
    public static IReadOnlyList<TransferErrorRow> Parse(TextReader text)
    {
        var rows = new List<TransferErrorRow>();
        if (text.ReadLine() != Header)
        {
            throw new InvalidDataException("a table of transfer errors starts with " + Header);
        }

        while (text.ReadLine() is { } line)
        {
            var field = line.Split(',');
            if (field.Length != 7 || !KernelKindNames.TryParse(field[0], out var kind)
                || !double.TryParse(field[4], CultureInfo.InvariantCulture, out var bias)
                || !double.TryParse(field[5], CultureInfo.InvariantCulture, out var sigma)
                || !int.TryParse(field[6], NumberStyles.None, CultureInfo.InvariantCulture, out var samples))
            {
                throw new InvalidDataException($"'{line}' is no row of transfer errors");
            }

            rows.Add(new TransferErrorRow(kind, field[1], field[2], field[3], new TransferStep(bias, sigma), samples));
        }

        return rows;
    }

    /// <summary>From one number format to another on the same GPU and backend.</summary>
    public TransferStep Format(KernelKind kind, string from, string to) =>
        from == to ? TransferStep.None
        : _steps.TryGetValue((kind, FormatChange, from, to), out var learned) ? learned
        : new TransferStep(0, FormatKinship.Sigma(kind, from, to));

    /// <summary>From one backend to another on the same GPU.</summary>
    public TransferStep Backend(KernelKind kind, string from, string to) =>
        from == to ? TransferStep.None : _steps.GetValueOrDefault((kind, BackendChange, from, to), UnknownBackend);

    /// <summary>From one GPU to another at an <see cref="ArchitectureDistance"/>, between what is known of nearer and farther ones.</summary>
    public TransferStep System(KernelKind kind, double distance)
    {
        if (distance == 0)
        {
            return TransferStep.None;
        }

        var known = _systems.GetValueOrDefault(kind, UnknownSystem);
        var (near, sigma) = known[0];
        foreach (var (far, farSigma) in known)
        {
            if (distance <= far)
            {
                var share = far > near ? Math.Max(0, distance - near) / (far - near) : 1;
                return new TransferStep(0, sigma + ((farSigma - sigma) * share));
            }

            (near, sigma) = (far, farSigma);
        }

        // Beyond the farthest pair that is known the doubt grows on.
        return new TransferStep(0, sigma * distance / near);
    }
}
