namespace ProfessorForcing.Kernels.Sampling;

/// <summary>Generation that goes on step by step.</summary>
internal interface IAdvancing : IDisposable
{
    /// <summary>Goes on for some steps.</summary>
    void Advance(int steps);
}
