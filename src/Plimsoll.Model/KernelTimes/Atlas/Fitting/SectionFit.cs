using Plimsoll.Model.KernelTimes.Atlas.Lattices;

namespace Plimsoll.Model.KernelTimes.Atlas.Fitting;

/// <summary>Fits a section to its measurements.</summary>
internal static class SectionFit
{
    /// <summary>Log-efficiency of one unit of a code: 2 %, so that rounding costs at most 1 % and half of that on average.</summary>
    public const double Step = 0.02;

    // An anchor counts as much as this many measurements: about as many as share its knots.
    private const double AnchorImportance = 20;

    // A size whose 90th percentile is worse than this gets a knot of its own.
    private const double MostP90 = 0.1;

    // The fastest launches of a format, less single lucky ones.
    private const double FloorQuantile = 0.001;

    /// <summary>The fitted surfaces.</summary>
    /// <param name="evidence">What the section is and on which knots.</param>
    /// <param name="slices">Measurements; at least one slice, each with at least one point.</param>
    public static AtlasSection Of(SectionEvidence evidence, IReadOnlyList<EvidenceSlice> slices)
    {
        var floor = Floor(slices);
        var fit = Fit(evidence, evidence.Lattice, slices, floor);
        var missed = evidence.MoreX.Length == 0 ? [] : Missed(fit, evidence.MoreX, slices);
        return missed.Length == 0
            ? fit
            : Fit(evidence, new Lattice(evidence.Lattice.X.With(missed), evidence.Lattice.Y, evidence.Lattice.Z), slices, floor);
    }

    private static AtlasSection Fit(SectionEvidence evidence, Lattice lattice, IReadOnlyList<EvidenceSlice> slices, double floor)
    {
        var boxes = new LatticeBox[slices.Count];
        var codes = new short[slices.Count][];
        var repaired = new bool[slices.Count][];
        for (var slice = 0; slice < slices.Count; slice++)
        {
            (boxes[slice], codes[slice], repaired[slice]) = Fit(lattice, slices[slice], floor);
        }

        var anyRepaired = repaired.Any(flags => flags.Contains(true));
        return new AtlasSection(
            lattice,
            floor,
            Step,
            evidence.Words,
            slices[0].Key.Length,
            [.. slices.SelectMany(slice => slice.Key)],
            boxes,
            [.. codes.SelectMany(slice => slice)],
            anyRepaired ? [.. repaired.SelectMany(slice => slice)] : null);
    }

    // Sizes on the slow axis at which a tenth of the measurements lies too far from the fit.
    private static double[] Missed(AtlasSection fit, double[] sizes, IReadOnlyList<EvidenceSlice> slices)
    {
        var errors = sizes.ToDictionary(size => size, _ => new List<double>());
        for (var slice = 0; slice < slices.Count; slice++)
        {
            foreach (var point in slices[slice].Points)
            {
                if (errors.TryGetValue(point.At.X, out var atSize))
                {
                    atSize.Add(Math.Abs((fit.Ms(slice, point.At, point.RooflineMs, out _) / point.Ms) - 1));
                }
            }
        }

        return sizes.Where(size => errors[size].Count > 0 && FitError.Of([.. errors[size]]).P90 > MostP90).ToArray();
    }

    private static double Floor(IReadOnlyList<EvidenceSlice> slices)
    {
        var times = slices.SelectMany(slice => slice.Points.Select(point => point.Ms)).ToArray();
        Array.Sort(times);
        return times[(int)(FloorQuantile * times.Length)];
    }

    private static (LatticeBox Box, short[] Codes, bool[] Repaired) Fit(Lattice lattice, EvidenceSlice slice, double floor)
    {
        var points = Array.ConvertAll(slice.Points, point => point.At);
        var values = Array.ConvertAll(slice.Points, point => LogEfficiency(point, floor));
        var importance = new double[points.Length];
        Array.Fill(importance, 1);
        var box = lattice.Enclosing(points);
        var knots = LatticeFit.Knots(lattice, box, points, values, importance);
        if (slice.Anchors.Length > 0)
        {
            var anchors = Array.ConvertAll(slice.Anchors, point => point.At);
            var anchorValues = Array.ConvertAll(slice.Anchors, point => LogEfficiency(point, floor));
            var level = AnchorLevel.Of(lattice, box, knots, anchors, anchorValues);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] += slice.Points[i].IsRepaired ? level.At(points[i].Z) : 0;
            }

            var anchorImportance = new double[anchors.Length];
            Array.Fill(anchorImportance, AnchorImportance);
            knots = LatticeFit.Knots(lattice, box, [.. points, .. anchors], [.. values, .. anchorValues], [.. importance, .. anchorImportance]);
        }

        var codes = Array.ConvertAll(knots, knot => checked((short)Math.Round(knot / Step)));
        return (box, codes, RepairedKnots(lattice, box, slice));
    }

    private static double LogEfficiency(in EvidencePoint point, double floor) => Math.Log((floor + point.RooflineMs) / point.Ms);

    // A knot is repaired when most of the measurements that speak for it are; anchors stand for repairs.
    private static bool[] RepairedKnots(Lattice lattice, in LatticeBox box, EvidenceSlice slice)
    {
        var repaired = new bool[box.Count];
        if (!Array.Exists(slice.Points, point => point.IsRepaired))
        {
            return repaired;
        }

        var balance = new double[box.Count];
        foreach (var point in slice.Points)
        {
            Add(lattice, box, point.At, point.IsRepaired ? 1 : -1, balance);
        }

        foreach (var anchor in slice.Anchors)
        {
            Add(lattice, box, anchor.At, AnchorImportance, balance);
        }

        for (var knot = 0; knot < repaired.Length; knot++)
        {
            repaired[knot] = balance[knot] > 0;
        }

        return repaired;
    }

    private static void Add(Lattice lattice, in LatticeBox box, in LatticePoint at, double importance, double[] balance)
    {
        Span<int> knots = stackalloc int[Lattice.MaxCorners];
        Span<double> weights = stackalloc double[Lattice.MaxCorners];
        var count = lattice.Around(box, at, knots, weights);
        for (var i = 0; i < count; i++)
        {
            balance[knots[i]] += importance * weights[i];
        }
    }
}
