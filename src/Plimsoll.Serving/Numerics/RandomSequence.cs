namespace Plimsoll.Serving.Numerics;

/// <summary>
/// Random numbers that depend on nothing but (seed, stream, index): the lengths of request 17 are the same whatever was drawn before.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): a counter in steps of the golden ratio, each
/// value scrambled by a 64-bit finalizer. The start is the scrambled key, so neighbouring indices begin far apart.
/// </remarks>
internal struct RandomSequence
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>The numbers of one index of one stream.</summary>
    public RandomSequence(ulong seed, RandomStream stream, long index) =>
        _state = Scramble(Scramble(seed + ((ulong)(stream + 1) * GoldenRatio)) ^ ((ulong)index * GoldenRatio));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Scramble(_state += GoldenRatio);

    /// <summary>Uniform in the open interval (0, 1): the middles of 2⁵³ cells, so that its logarithm is finite.</summary>
    public double Unit() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>A whole number, uniform from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Whole(int low, int high) => low + (int)Math.BigMul(Next(), (ulong)((long)high - low + 1), out _);

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(Unit());

    /// <summary>Normal with mean 0 and variance 1 (Box and Muller, 1958; one of the pair).</summary>
    public double Normal()
    {
        var radius = Math.Sqrt(2 * Exponential());
        return radius * Math.Cos(2 * Math.PI * Unit());
    }

    /// <summary>Gamma with the given shape and mean <paramref name="shape"/> (Marsaglia and Tsang, 2000; shapes below 1 by their power rule).</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(Unit(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Normal();
            var root = 1 + (c * normal);
            var cube = root * root * root;
            if (root > 0 && Math.Log(Unit()) < (0.5 * normal * normal) + d - (d * cube) + (d * Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }

    private static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
