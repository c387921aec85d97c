using System.Buffers.Binary;

namespace Plimsoll.Formats.Tests.Fuzzing;

/// <summary>Damages bytes the way that finds faults in readers: single bits, extreme numbers, moved, lost and doubled parts.</summary>
internal static class Mutator
{
    private static readonly byte[] ExtremeBytes = [0, 1, 2, 0x0F, 0x10, 0x7E, 0x7F, 0x80, 0x81, 0xF0, 0xFE, 0xFF];
    private static readonly int[] ExtremeNumbers = [0, 1, -1, 127, 128, 255, 256, 65535, 1 << 20, 1 << 28, int.MaxValue, int.MinValue];

    /// <summary>Damages any part, mostly the ends, where headers and footers lie.</summary>
    /// <param name="random">Decides what happens.</param>
    /// <param name="original">Left as it is.</param>
    /// <param name="other">Parts of this may be spliced in.</param>
    public static byte[] Mutate(Random random, byte[] original, byte[] other)
    {
        var data = (byte[])original.Clone();
        for (var left = Changes(random); left > 0 && data.Length > 0; left--)
        {
            var at = random.Next(4) switch
            {
                0 => Math.Max(0, data.Length - 1 - random.Next(Math.Min(data.Length, 400))),
                1 => random.Next(Math.Min(data.Length, 80)),
                _ => random.Next(data.Length),
            };
            var length = Math.Min(PartLength(random), data.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    data = [.. data[..at], .. data[(at + length)..]];
                    break;
                case 1:
                    data = [.. data[..(at + length)], .. data[at..]];
                    break;
                default:
                    Overwrite(random, data.AsSpan(at), other);
                    break;
            }
        }

        return data;
    }

    /// <summary>Damages a part without moving what lies behind it, so that offsets elsewhere stay right.</summary>
    public static byte[] MutateInPlace(Random random, byte[] original, byte[] other, Range part)
    {
        var data = (byte[])original.Clone();
        var target = data.AsSpan(part);
        for (var left = Changes(random); left > 0 && !target.IsEmpty; left--)
            Overwrite(random, target[random.Next(target.Length)..], other);
        return data;
    }

    private static int Changes(Random random) => 1 + (int)(Math.Pow(random.NextDouble(), 4) * 12);

    private static int PartLength(Random random) => 1 + (int)(Math.Pow(random.NextDouble(), 4) * 64);

    private static void Overwrite(Random random, Span<byte> target, byte[] other)
    {
        var length = Math.Min(PartLength(random), target.Length);
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                target[0] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                target[0] = ExtremeBytes[random.Next(ExtremeBytes.Length)];
                break;
            case 4:
                target[0] += (byte)random.Next(-3, 4);
                break;
            case 5 when target.Length >= sizeof(int):
                BinaryPrimitives.WriteInt32LittleEndian(target, ExtremeNumbers[random.Next(ExtremeNumbers.Length)]);
                break;
            case 6 when other.Length > length:
                other.AsSpan(random.Next(other.Length - length), length).CopyTo(target);
                break;
            default:
                random.NextBytes(target[..length]);
                break;
        }
    }
}
