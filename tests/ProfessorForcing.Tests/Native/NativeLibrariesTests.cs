using System.Diagnostics;

using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Native;

public sealed class NativeLibrariesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("professor-test-").FullName;

    [Fact]
    public void Two_tensors_are_added()
    {
        NativeLibraries.Initialize();
        NativeLibraries.Initialize();
        using var sum = tensor(new float[] { 1, 2 }) + tensor(new float[] { 3, 5 });
        Assert.Equal([4f, 7f], sum.data<float>().ToArray());
    }

    [Fact]
    public void TorchSharp_works_without_a_word_before_it()
    {
        var (code, output) = RunAlone(nameof(TorchSharp_alone));
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Without_a_cache_folder_a_temporary_copy_is_used_and_removed()
    {
        var file = Path.Combine(folder, "a file, not a folder");
        File.WriteAllText(file, "");
        var (code, output) = RunAlone(nameof(TorchSharp_alone), ("XDG_CACHE_HOME", file), ("TMPDIR", folder));
        Assert.True(code == 0, output);
        if (!output.Contains("GLIBCXX", StringComparison.Ordinal))
            Assert.Skip("this system's C++ library is new enough: no copy is made");
        Assert.Contains($"loaded {folder}", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(folder, "professor-forcing-*"));
    }

    [Fact]
    public void A_chosen_folder_without_libtorch_is_a_clear_error()
    {
        var (code, output) = RunAlone(nameof(Initialize_alone), (NativeLibraries.LibtorchVariable, folder));
        Assert.NotEqual(0, code);
        Assert.Contains($"PROFESSOR_LIBTORCH: '{folder}' holds no ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chosen_libtorch_that_does_not_load_is_a_clear_error()
    {
        File.WriteAllText(Path.Combine(folder, NativeFiles.TorchCpu), "not a library");
        var (code, output) = RunAlone(nameof(Initialize_alone), (NativeLibraries.LibtorchVariable, folder));
        Assert.NotEqual(0, code);
        Assert.Contains($"PROFESSOR_LIBTORCH: {Path.Combine(folder, NativeFiles.TorchCpu)} does not load: ", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public void A_chosen_libtorch_is_the_only_one_that_is_loaded()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("reads the loaded libraries from /proc");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(NativeFiles.Find(NativeFiles.SearchFolders(), NativeFiles.TorchCpu))!))
        {
            if (Path.GetFileName(file) != NativeFiles.TorchSharp)
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
        var (code, output) = RunAlone(nameof(Loaded_libtorch_alone), (NativeLibraries.LibtorchVariable, folder));
        Assert.True(code == 0, output);
        Assert.Contains($"libtorch loaded from {folder} (PROFESSOR_LIBTORCH)", output, StringComparison.Ordinal);
        var loaded = output.Split('\n').Where(line => line.StartsWith("loaded: ", StringComparison.Ordinal)).ToList();
        Assert.Equal([$"loaded: {Path.Combine(folder, NativeFiles.TorchCpu)}"], loaded);
    }

    // The following run in a process of their own, started by the tests above.

    [Fact(Explicit = true)]
    public void TorchSharp_alone()
    {
        using var sum = ones(2) + ones(2);
        Assert.Equal([2f, 2f], sum.data<float>().ToArray());
    }

    [Fact(Explicit = true)]
    public void Initialize_alone() => NativeLibraries.Initialize();

    [Fact(Explicit = true)]
    public void Loaded_libtorch_alone()
    {
        TorchSharp_alone();
        var paths = File.ReadLines("/proc/self/maps")
            .Where(line => line.EndsWith(NativeFiles.TorchCpu, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/')..])
            .Distinct();
        foreach (var path in paths)
            Console.Error.WriteLine($"loaded: {path}");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (int Code, string Output) RunAlone(string method, params (string Name, string Value)[] environment)
    {
        var type = typeof(NativeLibrariesTests);
        var start = new ProcessStartInfo("dotnet", ["exec", type.Assembly.Location, "-noColor", "-explicit", "only", "-method", $"{type.FullName}.{method}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PROFESSOR_VERBOSE"] = "1";
        start.Environment.Remove(NativeLibraries.LibtorchVariable);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
