using ProfessorForcing.Native;

namespace ProfessorForcing.Tests.Native;

public sealed class PatchedLibraryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("professor-test-").FullName;

    [Fact]
    public void A_copy_is_named_by_its_content_and_written_once()
    {
        var path = PatchedLibrary.Store([1, 2, 3], folder, "lib");
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal(path, PatchedLibrary.Store([1, 2, 3], folder, "lib"));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(path));
        Assert.NotEqual(path, PatchedLibrary.Store([1, 2, 4], folder, "lib"));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2 })]
    [InlineData(new byte[] { 1, 2, 9 })]
    public void A_damaged_copy_is_written_again(byte[] damaged)
    {
        var path = PatchedLibrary.Store([1, 2, 3], folder, "lib");
        File.WriteAllBytes(path, damaged);
        Assert.Equal(path, PatchedLibrary.Store([1, 2, 3], folder, "lib"));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void No_temporary_file_stays()
    {
        var path = PatchedLibrary.Store([1, 2, 3], folder, "lib");
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Many_writers_at_once_leave_one_good_copy()
    {
        var content = new byte[100_000];
        Array.Fill(content, (byte)7);
        Parallel.For(0, 16, _ => Assert.Equal(content, File.ReadAllBytes(PatchedLibrary.Store(content, folder, "lib"))));
        Assert.Single(Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
