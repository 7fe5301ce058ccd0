using System.Runtime.InteropServices;

namespace ProfessorForcing.Native;

/// <summary>Where the native files of TorchSharp and libtorch lie, and what they are called on this system.</summary>
internal static class NativeFiles
{
    /// <summary>The platforms for which libtorch exists as a package.</summary>
    public const string SupportedPlatforms = "linux-x64 (glibc 2.34 or newer), win-x64 and osx-arm64";

    /// <summary>The runtime identifier under which this machine's native files are packaged; null where there are none.</summary>
    public static string? RuntimeIdentifier { get; } = (OperatingSystem.IsLinux(), OperatingSystem.IsWindows(), OperatingSystem.IsMacOS(), RuntimeInformation.ProcessArchitecture) switch
    {
        (true, _, _, Architecture.X64) => "linux-x64",
        (_, true, _, Architecture.X64) => "win-x64",
        (_, _, true, Architecture.Arm64) => "osx-arm64",
        _ => null,
    };

    /// <summary>File name of libtorch itself.</summary>
    public static string Torch { get; } = FileName("torch");

    /// <summary>File name of the CPU part of libtorch.</summary>
    public static string TorchCpu { get; } = FileName("torch_cpu");

    /// <summary>File name of the CUDA part of libtorch.</summary>
    public static string TorchCuda { get; } = FileName("torch_cuda");

    /// <summary>File name of TorchSharp's native half.</summary>
    public static string TorchSharp { get; } = FileName("LibTorchSharp");

    /// <summary>
    /// The folders that may hold native files, first to last: those that the host computed from the program's
    /// dependencies (the package cache, for a build without a runtime identifier), then beside the program, flat
    /// or by runtime.
    /// </summary>
    public static IReadOnlyList<string> SearchFolders()
    {
        var folders = new List<string>();
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string fromHost)
            folders.AddRange(fromHost.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        folders.Add(AppContext.BaseDirectory);
        if (Path.GetDirectoryName(typeof(NativeFiles).Assembly.Location) is { Length: > 0 } assemblyFolder)
            folders.Add(assemblyFolder);
        if (RuntimeIdentifier is not null)
            folders.AddRange(folders.Distinct().Select(folder => Path.Combine(folder, "runtimes", RuntimeIdentifier, "native")).ToList());
        return folders.Distinct().ToList();
    }

    /// <summary>Full path of the first file of that name in the folders; null where there is none.</summary>
    public static string? Find(IEnumerable<string> folders, string fileName) =>
        folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{name}.dylib"
        : $"lib{name}.so";
}
