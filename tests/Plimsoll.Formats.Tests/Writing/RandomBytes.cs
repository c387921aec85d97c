namespace Plimsoll.Formats.Tests.Writing;

/// <summary>Bytes of many natures: noise, runs, skewed symbols, tiny alphabets, words that recur near and far.</summary>
internal static class RandomBytes
{
    public static byte[] Create(int seed, int maxLength)
    {
        var random = new Random(seed);
        var data = new byte[random.Next(3) == 0 ? random.Next(64) : random.Next(maxLength)];
        if (random.Next(5) == 0)
        {
            // A handful of symbols all over: noise for a match finder, ideal for an entropy coder.
            var symbols = random.Next(2, 9);
            foreach (ref var value in data.AsSpan())
                value = (byte)(Math.Pow(random.NextDouble(), 3) * symbols);
            return data;
        }

        var at = 0;
        while (at < data.Length)
        {
            var part = data.AsSpan(at, Math.Min(random.Next(1, 2000), data.Length - at));
            switch (random.Next(5))
            {
                case 0:
                    random.NextBytes(part);
                    break;
                case 1:
                    part.Fill((byte)random.Next(256));
                    break;
                case 2:
                    foreach (ref var value in part)
                        value = (byte)(Math.Pow(random.NextDouble(), 4) * 200);
                    break;
                case 3 when at > 0:
                    var from = random.Next(at);
                    for (var i = 0; i < part.Length; i++)
                        part[i] = data[from + i];
                    break;
                default:
                    for (var i = 0; i < part.Length; i++)
                        part[i] = (byte)"the times of kernels in milliseconds "[(i + at) % 37];
                    break;
            }

            at += part.Length;
        }

        return data;
    }
}
