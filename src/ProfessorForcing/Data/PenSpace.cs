using ProfessorForcing.Kernels.Outputs;

namespace ProfessorForcing.Data;

/// <summary>
/// Elements are points of a pen's way: dx, dy up, and whether the pen is lifted after the point (1) or not (0). A text is the condition x, of which
/// a generator reads a window at each step.
/// </summary>
/// <param name="Characters">How many different characters texts have.</param>
/// <param name="LongestMove">The length to which longer moves are shortened, recorded and drawn ones alike, in units of the normalised moves.</param>
public sealed record PenSpace(int Characters, double LongestMove = double.PositiveInfinity) : ElementSpace
{
    /// <summary>Numbers of a point.</summary>
    public const int PointWidth = PenMixture.PointWidth;

    /// <inheritdoc/>
    public override int ConditionWidth => Characters;

    /// <inheritdoc/>
    public override int ReadWidth(int embedding) => PointWidth;
}
