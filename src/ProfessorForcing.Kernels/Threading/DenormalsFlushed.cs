using System.Runtime.InteropServices;

namespace ProfessorForcing.Kernels.Threading;

/// <summary>
/// While it lives, numbers below the normal range count as zero on this thread, as gradients that vanish would otherwise
/// make arithmetic a hundred times slower. .NET has no call for this, so the C library's are used: on Linux and Windows.
/// Elsewhere nothing changes but the speed.
/// </summary>
internal readonly unsafe ref struct DenormalsFlushed
{
    // MXCSR's flush-to-zero and denormals-are-zero; FPCR's flush-to-zero.
    private const uint FlushX64 = 0x8040;
    private const uint FlushArm64 = 1u << 24;
    private const uint WindowsFlush = 0x0100_0000;
    private const uint WindowsMask = 0x0300_0000;

    private readonly Environment _before;
    private readonly uint _windowsBefore;

    public DenormalsFlushed()
    {
        if (OperatingSystem.IsLinux())
        {
            var environment = default(Environment);
            GetEnvironment(&environment);
            _before = environment;
            switch (RuntimeInformation.ProcessArchitecture)
            {
                case Architecture.X64: environment.ControlX64 |= FlushX64; break;
                case Architecture.Arm64: environment.ControlArm64 |= FlushArm64; break;
                default: return;
            }
            SetEnvironment(&environment);
        }
        else if (OperatingSystem.IsWindows())
        {
            uint control;
            Control(&control, 0, 0);
            _windowsBefore = control;
            Control(&control, WindowsFlush, WindowsMask);
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            var environment = _before;
            SetEnvironment(&environment);
        }
        else if (OperatingSystem.IsWindows())
        {
            uint control;
            Control(&control, _windowsBefore, WindowsMask);
        }
    }

    [DllImport("libm.so.6", EntryPoint = "fegetenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void GetEnvironment(Environment* environment);

    [DllImport("libm.so.6", EntryPoint = "fesetenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void SetEnvironment(Environment* environment);

    [DllImport("ucrtbase.dll", EntryPoint = "_controlfp_s")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern void Control(uint* current, uint value, uint mask);

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
