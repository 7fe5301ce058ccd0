using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Tests.Recurrent;

/// <summary>The sizes and kinds of a layer that is tested.</summary>
internal sealed record RecurrentCase(RecurrentCell Cell, int Rows, int Steps, int Units, bool Reverse, bool Initial, bool Masked, bool Wide, bool Normalized, ulong Seed)
{
    public int Gap => Wide ? 7 : 0;

    // Sums that are almost equal lose digits when they are normalised.
    public double Precision => Normalized ? 50 : 1;
}
