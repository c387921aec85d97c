using System.Text;
using Plimsoll.Model.Parallelism;

namespace Plimsoll.Profiling.Measurements;

/// <summary>The parallel widths of a worker as a source states them; what it leaves out follows from what the engine does then.</summary>
/// <param name="Tp">Tensor parallel width.</param>
/// <param name="Pp">Pipeline stages.</param>
/// <param name="Dp">Data-parallel width.</param>
/// <param name="MoeTp">Tensor parallel width of the experts; null when not stated.</param>
/// <param name="MoeEp">Expert parallel width; null when not stated.</param>
public sealed record StatedParallelism(int Tp = 1, int Pp = 1, int Dp = 1, int? MoeTp = null, int? MoeEp = null)
{
    /// <summary>GPUs of the worker.</summary>
    public int Gpus => Tp * Pp * Dp;

    /// <summary>
    /// The layout of one engine and how many of them: data parallelism of a dense model is whole engines side by side, that of a mixture
    /// shares the experts. Experts that no width is stated for are split by tensor parallelism over all ranks, as engines do by default.
    /// </summary>
    public (ParallelLayout Layout, int Engines) For(bool isMoe)
    {
        if (!isMoe)
        {
            return (new ParallelLayout(Tp, Pp), Dp);
        }

        var ranks = Tp * Dp;
        var ep = MoeEp ?? (MoeTp is { } etp && ranks % etp == 0 ? ranks / etp : 1);
        return (new ParallelLayout(Tp, Pp, Dp, MoeTp ?? Math.Max(1, ranks / ep), ep), 1);
    }

    /// <summary>The widths above one: <c>tp2</c>, <c>tp1 dp2 ep2</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append("tp").Append(Tp);
        Append(text, "pp", Pp);
        Append(text, "dp", Dp);
        Append(text, "etp", MoeTp ?? 1);
        Append(text, "ep", MoeEp ?? 1);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, int width)
    {
        if (width > 1)
        {
            text.Append(' ').Append(name).Append(width);
        }
    }
}
