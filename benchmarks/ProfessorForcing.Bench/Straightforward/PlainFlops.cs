using ProfessorForcing.Bench.Contests;

namespace ProfessorForcing.Bench.Straightforward;

/// <summary>Floating-point operations of the matrix products in a step of <see cref="PlainProfessorForcing"/>.</summary>
public static class PlainFlops
{
    /// <summary>Counts them, as <see cref="Training.CostModel"/> counts ours.</summary>
    public static double Of(StepShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var (e, h, d) = ((double)shape.Embedding, (double)shape.Hidden, (double)shape.Discriminator);
        var width = e + h;
        var elements = (double)shape.Rows * shape.Steps;
        var recurrent = 2 * 3 * h * (e + h);
        var output = 2 * h * shape.Symbols;
        var inputs = 2 * 2 * 3 * d * width;
        var judge = inputs + 2 * 2 * 3 * d * d + 2 * (2 * d * d + 2 * d * d + d);
        var generator = 3 * (recurrent + output)                // teacher-forced, forward and back
            + recurrent + output + 2 * recurrent;               // free-running, forward and, below the behaviour, back
        var discriminator = 2 * (2 * judge + judge - inputs)    // both halves: forward, back to weights and to all but the behaviour
            + 2 * judge;                                        // the free half again: forward, back to the behaviour
        return elements * (generator + discriminator);
    }
}
