using Plimsoll.Cli.Saving;
using Plimsoll.EndToEnd.Tests.Processes;
using Plimsoll.Model.Validation;

namespace Plimsoll.EndToEnd.Tests.Saving;

/// <summary>Files and folders that appear whole or not at all.</summary>
public sealed class NewFileTests
{
    [Fact]
    public void A_file_is_written_left_alone_when_equal_and_replaced_only_when_asked()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "new", "atlas");

        NewFile.Write(file, [1, 2], "--file", replace: false);
        NewFile.Write(file, [1, 2], "--file", replace: false);
        Assert.Throws<InvalidInputException>(() => NewFile.Write(file, [3], "--file", replace: false));
        Assert.Equal([1, 2], File.ReadAllBytes(file));

        NewFile.Write(file, [3], "--file", replace: true);
        Assert.Equal([3], File.ReadAllBytes(file));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void A_growing_file_appears_when_it_is_finished_and_never_replaces_another()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "new", "events.json");
        Grow(path, [1, 2], finish: false);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));

        Grow(path, [1, 2], finish: true);
        Grow(path, [1, 2], finish: true);
        Assert.Throws<InvalidInputException>(() => Grow(path, [1, 3], finish: true));
        Assert.Throws<InvalidInputException>(() => Grow(path, [1], finish: true));
        Assert.Equal([1, 2], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_folder_that_cannot_be_finished_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "plan");
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["a"] = [1], ["a/b"] = [2] };

        Assert.ThrowsAny<IOException>(() => NewFolder.Write(path, files, "--save-dir"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_with_a_missing_or_different_file_is_not_the_same()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "plan");
        Assert.True(NewFolder.Write(path, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["a"] = [1] }, "--save-dir"));

        Assert.False(NewFolder.Write(path, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["a"] = [1] }, "--save-dir"));
        Assert.Throws<InvalidInputException>(() =>
            NewFolder.Write(path, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["a"] = [2] }, "--save-dir"));
        Assert.Throws<InvalidInputException>(() =>
            NewFolder.Write(path, new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["a"] = [1], ["b"] = [1] }, "--save-dir"));
    }

    private static void Grow(string path, byte[] bytes, bool finish)
    {
        using var file = new GrowingFile(path, "--events");
        file.Stream.Write(bytes);
        if (finish)
        {
            file.Finish();
        }
    }
}
