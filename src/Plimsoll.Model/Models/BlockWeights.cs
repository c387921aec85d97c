namespace Plimsoll.Model.Models;

/// <summary>Weights of a block, by the number format in which checkpoints keep them.</summary>
/// <param name="Projections">Values of the matrices that the checkpoint may quantise.</param>
/// <param name="Plain">Values that stay in bf16: norms, convolutions, gates.</param>
public readonly record struct BlockWeights(double Projections, double Plain = 0)
{
    /// <summary>All values.</summary>
    public double Total => Projections + Plain;
}
