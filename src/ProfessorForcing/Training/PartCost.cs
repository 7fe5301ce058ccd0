using ProfessorForcing.Recurrent;

namespace ProfessorForcing.Training;

/// <summary>The size of one part of a network.</summary>
/// <param name="Network"><c>generator</c> or <c>discriminator</c>.</param>
/// <param name="Part">The part, such as <c>layer 0</c>.</param>
/// <param name="Inputs">Width of what it reads.</param>
/// <param name="Outputs">Width of what it puts out.</param>
/// <param name="Parameters">Number of trained parameters.</param>
/// <param name="ForwardFlops">Floating-point operations of its matrix products for one element of one sequence, forward.</param>
/// <param name="Activations">Estimated number of values for one element of one sequence that are kept for the backward pass.</param>
public sealed record PartCost(string Network, string Part, int Inputs, int Outputs, long Parameters, double ForwardFlops, double Activations)
{
    /// <summary>The cell of a recurrent layer in one direction; null for other parts.</summary>
    public CellKind? Cell { get; init; }

    /// <summary>Whether a recurrent layer has layer normalisation.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether it is a recurrent layer in one direction.</summary>
    public bool IsRecurrent => Cell is not null;
}
