using System.Runtime.CompilerServices;

using ProfessorForcing.Native;

namespace ProfessorForcing.Tests.Native;

/// <summary>Tests may call TorchSharp before any type of the library: its hooks are installed with this assembly.</summary>
internal static class TorchForTests
{
    [ModuleInitializer]
    internal static void Install() => NativeLibraries.Hook();
}
