using ProfessorForcing.Bench.Tests;
using ProfessorForcing.Native;

[assembly: AssemblyFixture(typeof(LibtorchFixture))]

namespace ProfessorForcing.Bench.Tests;

/// <summary>Has libtorch loaded by the library before any test touches it.</summary>
public sealed class LibtorchFixture
{
    /// <summary>Loads it.</summary>
    public LibtorchFixture() => ComputeThreads.Set(1);
}
