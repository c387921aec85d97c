namespace Plimsoll.Model.Models.Hub;

/// <summary>
/// Configurations that are already on this machine: the snapshots of the hub cache
/// (<c>models--org--name/snapshots/&lt;commit&gt;</c>, the current commit in <c>refs/main</c>), and what this tool fetched before.
/// </summary>
internal sealed class HubCache(HubOptions options)
{
    // A commit hash has 40 letters.
    private const int MaximumRefLength = 200;

    /// <summary>The cached files of a model, or null.</summary>
    public ConfigFiles? TryRead(string id)
    {
        try
        {
            return ReadSnapshot(Path.Combine(options.HubCacheFolder, Name(id))) ?? LocalConfigs.TryRead(OwnFolder(id));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Keeps fetched files. Each is written beside its place and renamed; <c>config.json</c> comes last, so that its presence means
    /// that the entry is complete. A cache that cannot be written is no reason to fail.
    /// </summary>
    public void Save(string id, ConfigFiles files)
    {
        var folder = OwnFolder(id);
        try
        {
            Directory.CreateDirectory(folder);
            if (files.QuantConfig.Length > 0)
            {
                Write(Path.Combine(folder, ConfigFiles.QuantConfigName), files.QuantConfig);
            }

            Write(Path.Combine(folder, ConfigFiles.ConfigName), files.Config);
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    private static ConfigFiles? ReadSnapshot(string repository)
    {
        var snapshots = Path.Combine(repository, "snapshots");
        if (!Directory.Exists(snapshots))
        {
            return null;
        }

        if (CurrentCommit(repository) is { } commit && LocalConfigs.TryRead(Path.Combine(snapshots, commit)) is { } current)
        {
            return current;
        }

        foreach (var folder in Directory.GetDirectories(snapshots).Order(StringComparer.Ordinal))
        {
            if (LocalConfigs.TryRead(folder) is { } any)
            {
                return any;
            }
        }

        return null;
    }

    private static string? CurrentCommit(string repository)
    {
        var reference = new FileInfo(Path.Combine(repository, "refs", "main"));
        if (!reference.Exists || reference.Length > MaximumRefLength)
        {
            return null;
        }

        var commit = File.ReadAllText(reference.FullName).Trim();
        return commit.Length > 0 && commit.All(char.IsAsciiLetterOrDigit) ? commit : null;
    }

    private string OwnFolder(string id) => Path.Combine(options.OwnCacheFolder, Name(id));

    private static string Name(string id) => "models--" + id.Replace("/", "--", StringComparison.Ordinal);
}
