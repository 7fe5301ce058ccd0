using System.Runtime.InteropServices;

namespace ProfessorForcing.Native;

/// <summary>Where the native files of TorchSharp and libtorch lie, and what they are called on this system.</summary>
internal static class NativeFiles
{
    /// <summary>The platforms for which libtorch exists as a package.</summary>
    public const string SupportedPlatforms = "linux-x64 (glibc 2.34 or newer), win-x64 and osx-arm64";

    /// <summary>The version of libtorch that TorchSharp is built for.</summary>
    public const string TorchVersion = "2.10";

    /// <summary>The runtime identifier under which this machine's native files are packaged; null where there are none.</summary>
    public static string? RuntimeIdentifier { get; } =
        OperatingSystem.IsLinux() && Architecture.X64 == RuntimeInformation.ProcessArchitecture && !IsMusl() ? "linux-x64"
        : OperatingSystem.IsWindows() && Architecture.X64 == RuntimeInformation.ProcessArchitecture ? "win-x64"
        : OperatingSystem.IsMacOS() && Architecture.Arm64 == RuntimeInformation.ProcessArchitecture ? "osx-arm64"
        : null;

    /// <summary>File name of libtorch itself.</summary>
    public static string Torch { get; } = FileName("torch");

    /// <summary>File name of the CPU part of libtorch.</summary>
    public static string TorchCpu { get; } = FileName("torch_cpu");

    /// <summary>File name of the CUDA part of libtorch.</summary>
    public static string TorchCuda { get; } = FileName("torch_cuda");

    /// <summary>File name of TorchSharp's native half.</summary>
    public static string TorchSharp { get; } = FileName("LibTorchSharp");

    /// <summary>
    /// The folders that the host searches by itself: those of the program's dependencies (its own, flat or by runtime,
    /// or those of the package cache) and the program's.
    /// </summary>
    public static IReadOnlyList<string> HostFolders()
    {
        var fromHost = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        var assemblyFolder = Path.GetDirectoryName(typeof(NativeFiles).Assembly.Location);
        return fromHost.Split(Path.PathSeparator)
            .Append(AppContext.BaseDirectory)
            .Append(assemblyFolder)
            .OfType<string>()
            .Where(folder => folder.Length > 0)
            .Select(Path.TrimEndingDirectorySeparator)
            .Distinct()
            .ToList();
    }

    /// <summary>The folders that may hold native files, first to last: the host's, then those by runtime below them.</summary>
    public static IReadOnlyList<string> SearchFolders()
    {
        var folders = HostFolders();
        return RuntimeIdentifier is null
            ? folders
            : [.. folders, .. folders.Select(folder => Path.Combine(folder, "runtimes", RuntimeIdentifier, "native")).Where(Directory.Exists)];
    }

    /// <summary>Full path of the first file of that name in the folders; null where there is none.</summary>
    public static string? Find(IEnumerable<string> folders, string fileName) =>
        folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    /// <summary>Loads a library by its full path.</summary>
    /// <exception cref="DllNotFoundException">It does not load; the message is one line with the system's own words.</exception>
    public static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            // .NET's message is a line of general advice, then a line of the system's for each attempt.
            var reasons = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Distinct();
            throw new DllNotFoundException($"{path} does not load: {string.Join("; ", reasons.DefaultIfEmpty(e.Message))}", e);
        }
    }

    private static bool IsMusl() => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{name}.dylib"
        : $"lib{name}.so";
}
