using System.Runtime.InteropServices;

namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// While it lives, numbers below the normal range count as zero on this thread, as gradients that vanish would otherwise
/// make arithmetic far slower. .NET has no call for this, so the C library's are used: glibc's on x64 and arm64, and
/// Windows'. Elsewhere nothing changes but the speed.
/// </summary>
internal readonly unsafe ref struct DenormalsFlushed
{
    // MXCSR's flush-to-zero and denormals-are-zero; FPCR's flush-to-zero.
    private const uint FlushX64 = 0x8040;
    private const uint FlushArm64 = 1u << 24;
    private const uint WindowsFlush = 0x0100_0000;
    private const uint WindowsMask = 0x0300_0000;

    private static readonly delegate* unmanaged<Environment*, int> GetEnvironment;
    private static readonly delegate* unmanaged<Environment*, int> SetEnvironment;
    private static readonly delegate* unmanaged<uint*, uint, uint, int> Control;

    private readonly Environment _before;
    private readonly uint _windowsBefore;

    static DenormalsFlushed()
    {
        var isKnown = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
        if (isKnown && OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libm.so.6", out var glibc)
            && NativeLibrary.TryGetExport(glibc, "fegetenv", out var get) && NativeLibrary.TryGetExport(glibc, "fesetenv", out var set))
        {
            GetEnvironment = (delegate* unmanaged<Environment*, int>)get;
            SetEnvironment = (delegate* unmanaged<Environment*, int>)set;
        }
        else if (isKnown && OperatingSystem.IsWindows() && NativeLibrary.TryLoad("ucrtbase.dll", out var windows)
            && NativeLibrary.TryGetExport(windows, "_controlfp_s", out var control))
        {
            Control = (delegate* unmanaged<uint*, uint, uint, int>)control;
        }
    }

    public DenormalsFlushed()
    {
        if (GetEnvironment != null)
        {
            var environment = default(Environment);
            _ = GetEnvironment(&environment);
            _before = environment;
            if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
                environment.ControlX64 |= FlushX64;
            else
                environment.ControlArm64 |= FlushArm64;
            _ = SetEnvironment(&environment);
        }
        else if (Control != null)
        {
            uint control;
            _ = Control(&control, 0, 0);
            _windowsBefore = control;
            _ = Control(&control, WindowsFlush, WindowsMask);
        }
    }

    public void Dispose()
    {
        if (GetEnvironment != null)
        {
            var environment = _before;
            _ = SetEnvironment(&environment);
        }
        else if (Control != null)
        {
            uint control;
            _ = Control(&control, _windowsBefore, WindowsMask);
        }
    }

    // glibc's fenv_t: on x64 MXCSR is its last word, on arm64 FPCR its first. Larger than either.
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Environment
    {
        [FieldOffset(28)]
        public uint ControlX64;

        [FieldOffset(0)]
        public uint ControlArm64;
    }
}
