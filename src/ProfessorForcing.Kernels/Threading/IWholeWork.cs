namespace ProfessorForcing.Kernels.Threading;

/// <summary>Work that its team does at one go.</summary>
internal interface IWholeWork : IDisposable
{
    /// <summary>Does it.</summary>
    void Run();
}
