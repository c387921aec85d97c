using Plimsoll.Model.KernelTimes;
using Plimsoll.Model.Steps;

namespace Plimsoll.Model.Operators;

/// <summary>Sums the curves of all operators of one role into one curve over rows.</summary>
internal static class CurveSum
{
    /// <summary>The exact sum over the union of all knots; a zero curve when no operator has the role.</summary>
    public static KernelCurve Of(IEnumerable<StepOperator> operators, OperatorRole role)
    {
        var members = operators.OfType<CurveOperator>().Where(o => o.Role == role).ToArray();
        if (members.Length == 0)
        {
            return new KernelCurve([1], [0], [Provenance.Measured], 0, 0, "nothing");
        }

        var rows = UnionOfKnots(members);
        var ms = new double[rows.Length];
        double tail = 0;
        foreach (var member in members)
        {
            tail += member.Launches * member.Curve.TailSlope * member.SizePerRow;
            for (var i = 0; i < rows.Length; i++)
            {
                ms[i] += member.Launches * member.Curve.Ms(rows[i] * member.SizePerRow);
            }
        }

        return new KernelCurve(rows, ms, new Provenance[rows.Length], tail, 0, "sum");
    }

    // Every place where some curve bends; below one row nothing can be asked.
    private static double[] UnionOfKnots(CurveOperator[] members)
    {
        var knots = new List<double> { 1 };
        foreach (var member in members)
        {
            foreach (var size in member.Curve.Sizes)
            {
                var rows = size / member.SizePerRow;
                if (rows > 1)
                {
                    knots.Add(rows);
                }
            }
        }

        knots.Sort();
        var distinct = new List<double>(knots.Count);
        foreach (var knot in knots)
        {
            if (distinct.Count == 0 || knot > distinct[^1] * (1 + 1e-12))
            {
                distinct.Add(knot);
            }
        }

        return [.. distinct];
    }
}
