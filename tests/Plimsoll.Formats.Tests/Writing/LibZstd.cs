using System.Runtime.InteropServices;

namespace Plimsoll.Formats.Tests.Writing;

/// <summary>The reference implementation, where the machine has it; used as an oracle only.</summary>
internal static class LibZstd
{
    private const string Library = "libzstd.so.1";
    private const int CompressionLevel = 100;
    private const int ChecksumFlag = 201;

    /// <summary>Skips the calling test, visibly, when the library is absent.</summary>
    public static void Require()
    {
        if (!IsPresent)
            Assert.Skip($"oracle absent: {Library}");
    }

    public static bool IsPresent => NativeLibrary.TryLoad(Library, out _);

    public static byte[] Compress(byte[] data, int level, bool hasChecksum)
    {
        var context = ZSTD_createCCtx();
        try
        {
            Check(ZSTD_CCtx_setParameter(context, CompressionLevel, level));
            Check(ZSTD_CCtx_setParameter(context, ChecksumFlag, hasChecksum ? 1 : 0));
            var output = new byte[ZSTD_compressBound((nuint)data.Length)];
            var size = Check(ZSTD_compress2(context, output, (nuint)output.Length, data, (nuint)data.Length));
            return output[..(int)size];
        }
        finally
        {
            Check(ZSTD_freeCCtx(context));
        }
    }

    /// <summary>The content of frames that hold exactly <paramref name="size"/> bytes; null when the library refuses them.</summary>
    public static byte[]? TryDecompress(byte[] frames, int size)
    {
        var output = new byte[size];
        var result = ZSTD_decompress(output, (nuint)size, frames, (nuint)frames.Length);
        return ZSTD_isError(result) == 0 && result == (nuint)size ? output : null;
    }

    private static nuint Check(nuint result) => ZSTD_isError(result) == 0
        ? result
        : throw new InvalidOperationException("libzstd reports error " + result);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ZSTD_createCCtx();

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_freeCCtx(nint context);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_CCtx_setParameter(nint context, int parameter, int value);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_compressBound(nuint size);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_compress2(nint context, [Out] byte[] target, nuint capacity, byte[] source, nuint size);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint ZSTD_decompress([Out] byte[] target, nuint capacity, byte[] source, nuint size);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint ZSTD_isError(nuint result);
}
