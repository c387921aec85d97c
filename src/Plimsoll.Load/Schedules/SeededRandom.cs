using System.Numerics;

namespace Plimsoll.Load.Schedules;

/// <summary>Random numbers that a seed determines, the same on every machine and release (xoshiro256**, by Blackman and Vigna).</summary>
public sealed class SeededRandom
{
    private readonly ulong[] _state = new ulong[4];
    private double? _spare;

    /// <summary>The sequence of a seed and a stream number; streams of one seed are independent of each other.</summary>
    public SeededRandom(long seed, long stream = 0)
    {
        var mixed = (ulong)seed ^ Mix((ulong)stream + 0x9E3779B97F4A7C15);
        for (var i = 0; i < 4; i++)
        {
            mixed += 0x9E3779B97F4A7C15;
            _state[i] = Mix(mixed);
        }
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>A whole number in [0, <paramref name="below"/>).</summary>
    public int NextInt(int below) => (int)Math.BigMul(Next(), (ulong)below, out _);

    /// <summary>A number of the standard normal distribution (polar method).</summary>
    public double NextNormal()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }

        while (true)
        {
            var (u, v) = ((2 * NextDouble()) - 1, (2 * NextDouble()) - 1);
            var square = (u * u) + (v * v);
            if (square is > 0 and < 1)
            {
                var factor = Math.Sqrt(-2 * Math.Log(square) / square);
                _spare = v * factor;
                return u * factor;
            }
        }
    }

    /// <summary>A number of the exponential distribution with mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>A number of the gamma distribution with this shape and mean 1 (Marsaglia and Tsang, 2000).</summary>
    public double NextGamma(double shape)
    {
        if (shape < 1)
        {
            // Γ(k) = Γ(k + 1) · U^(1/k); means: (k + 1) scaled back to k.
            return NextGamma(shape + 1) * (shape + 1) / shape * Math.Pow(1 - NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v / shape;
            }
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong Next()
    {
        var s = _state;
        var result = BitOperations.RotateLeft(s[1] * 5, 7) * 9;
        var t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = BitOperations.RotateLeft(s[3], 45);
        return result;
    }
}
