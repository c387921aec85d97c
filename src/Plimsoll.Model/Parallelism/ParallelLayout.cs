using System.Text;

namespace Plimsoll.Model.Parallelism;

/// <summary>How one worker is spread over GPUs. <c>Tp·AttentionDp</c> equals <c>MoeTp·MoeEp</c> for mixture-of-experts models.</summary>
/// <param name="Tp">Tensor parallel width of attention and dense layers.</param>
/// <param name="Pp">Pipeline stages.</param>
/// <param name="AttentionDp">Attention data-parallel ranks inside the worker.</param>
/// <param name="MoeTp">Tensor parallel width of the experts (1 for dense models).</param>
/// <param name="MoeEp">Expert parallel width (1 for dense models).</param>
public readonly record struct ParallelLayout(int Tp, int Pp = 1, int AttentionDp = 1, int MoeTp = 1, int MoeEp = 1)
{
    /// <summary>GPUs of one worker.</summary>
    public int Gpus => Tp * Pp * AttentionDp;

    /// <summary>GPUs that share one pipeline stage: the group over which experts are spread.</summary>
    public int StageGpus => Tp * AttentionDp;

    /// <summary>The parallel string of the tables: <c>tp4pp1</c>, with <c>dp2etp1ep8</c> appended where experts or attention are spread.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append("tp").Append(Tp).Append("pp").Append(Pp);
        if (AttentionDp != 1 || MoeTp != 1 || MoeEp != 1)
        {
            text.Append("dp").Append(AttentionDp).Append("etp").Append(MoeTp).Append("ep").Append(MoeEp);
        }

        return text.ToString();
    }
}
