using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

using ProfessorForcing.Configuration;

namespace ProfessorForcing.Native;

/// <summary>
/// Makes TorchSharp's native library load wherever it can: beside the program or in the package cache, where the
/// system's libstdc++ is older than the library wants, and over another libtorch (<c>PROFESSOR_LIBTORCH</c>).
/// </summary>
/// <remarks>
/// <para>The first use of any type of this assembly installs the hook; nothing native is loaded before TorchSharp asks
/// for it. A program that calls <see cref="Initialize"/> first gets clear errors instead of TorchSharp's own.</para>
/// <para>TorchSharp 0.107 asks for symbol version GLIBCXX_3.4.32 (GCC 13) but calls nothing of it: the only reference is
/// the marker <c>_ZSt21ios_base_library_initv</c>. On Linux systems without it a copy of the library is used in which
/// that need is weak. Where the normal load succeeds, the copy is never made.</para>
/// <para><c>PROFESSOR_VERBOSE=1</c> writes what is loaded from an unusual place to standard error, if <see cref="Log"/> is
/// not set.</para>
/// </remarks>
public static class NativeLibraries
{
    /// <summary>The environment variable that names the folder of another libtorch, such as <c>…/site-packages/torch/lib</c>.</summary>
    public const string LibtorchVariable = "PROFESSOR_LIBTORCH";

    private const string OptionalVersion = "GLIBCXX_3.4.32";
    private const string BridgeName = "LibTorchSharp";

    private static readonly Lock Gate = new();
    private static bool hooked;
    private static nint bridge;

    /// <summary>Receives one line whenever a library is loaded from an unusual place.</summary>
    public static Action<string>? Log { get; set; }

    /// <summary>Loads libtorch and TorchSharp's native library now. May be called any number of times, from any thread.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    /// <exception cref="ConfigurationException"><c>PROFESSOR_LIBTORCH</c> names a folder without a usable libtorch.</exception>
    /// <exception cref="DllNotFoundException">The libraries are missing or do not load; the message says why.</exception>
    public static void Initialize()
    {
        Hook();
        LoadBridge();
        TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
    }

    /// <summary>Has this class asked whenever TorchSharp's native library is not found by the usual search.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "TorchSharp may be used directly, before any type of this assembly does work.")]
    internal static void Hook()
    {
        lock (Gate)
        {
            if (hooked)
                return;
            hooked = true;
            IdleThreads.LimitSpin();
            LargeBlocks.GiveBack();
            var context = AssemblyLoadContext.GetLoadContext(typeof(NativeLibraries).Assembly) ?? AssemblyLoadContext.Default;
            context.ResolvingUnmanagedDll += (_, name) => name == BridgeName ? LoadBridge() : 0;
        }
    }

    /// <summary>Loads libtorch, then TorchSharp's native library over it.</summary>
    /// <returns>The handle of the latter.</returns>
    private static nint LoadBridge()
    {
        lock (Gate)
        {
            if (bridge != 0)
                return bridge;
            if (NativeFiles.RuntimeIdentifier is null)
                throw new PlatformNotSupportedException($"libtorch does not exist for {RuntimeInformation.RuntimeIdentifier}; supported are {NativeFiles.SupportedPlatforms}");
            var folders = NativeFiles.SearchFolders();
            LoadTorch(folders);
            var path = NativeFiles.Find(folders, NativeFiles.TorchSharp)
                ?? throw new DllNotFoundException($"{NativeFiles.TorchSharp} not found in {string.Join(", ", folders)}");
            return bridge = LoadBridge(path);
        }
    }

    private static nint LoadBridge(string path)
    {
        try
        {
            return NativeFiles.Load(path);
        }
        catch (DllNotFoundException e) when (OperatingSystem.IsLinux() && e.Message.Contains($"{OptionalVersion}'", StringComparison.Ordinal))
        {
            return PatchedLibrary.Load(path, OptionalVersion, WriteLog);
        }
    }

    /// <summary>Loads libtorch by its full path; the bridge then finds it by its name, wherever it lies itself.</summary>
    private static void LoadTorch(IReadOnlyList<string> folders)
    {
        if (Environment.GetEnvironmentVariable(LibtorchVariable) is not { Length: > 0 } chosen)
        {
            LoadTorchFrom(folders);
            return;
        }
        if (NativeFiles.Find([chosen], NativeFiles.TorchCpu) is null)
            throw new ConfigurationException($"{LibtorchVariable}: '{chosen}' holds no {NativeFiles.TorchCpu}; name the lib folder of libtorch {NativeFiles.TorchVersion}");
        // TorchSharp loads what the host finds before it asks anybody, and two libtorch in one process do not work.
        if (NativeFiles.Find(NativeFiles.HostFolders(), NativeFiles.TorchCpu) is { } packaged)
            throw new ConfigurationException($"{LibtorchVariable}: {packaged} is part of this program and goes first; build it with the package TorchSharp instead of TorchSharp-cpu");
        try
        {
            LoadTorchFrom([Path.GetFullPath(chosen)]);
        }
        catch (DllNotFoundException e)
        {
            throw new ConfigurationException($"{LibtorchVariable}: {e.Message}");
        }
        WriteLog($"libtorch loaded from {chosen} ({LibtorchVariable})");
    }

    private static void LoadTorchFrom(IReadOnlyList<string> folders)
    {
        foreach (var name in new[] { NativeFiles.TorchCpu, NativeFiles.TorchCuda, NativeFiles.Torch })
        {
            if (NativeFiles.Find(folders, name) is { } path)
                NativeFiles.Load(path);
        }
    }

    internal static void WriteLog(string line)
    {
        if (Log is { } log)
            log(line);
        else if (Environment.GetEnvironmentVariable("PROFESSOR_VERBOSE") is "1")
            Console.Error.WriteLine($"professor: {line}");
    }
}
