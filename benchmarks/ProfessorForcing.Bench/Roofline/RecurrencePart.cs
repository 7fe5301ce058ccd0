using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Bench.Roofline;

/// <summary>The recurrence alone, W_hh·h of every step with gates and states, forward or backward.</summary>
internal sealed unsafe class RecurrencePart : KernelPart
{
    private readonly RecurrentCell _cell;
    private readonly RecurrentPass _pass;
    private readonly bool _isBackward;

    /// <summary>Makes a layer, and for the way back what the way forward leaves.</summary>
    /// <param name="cell">GRU or LSTM.</param>
    /// <param name="rows">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="units">H.</param>
    /// <param name="isBackward">Whether the way back is measured.</param>
    /// <param name="isNormalized">Whether W_hh·h is normalised.</param>
    public RecurrencePart(RecurrentCell cell, int rows, int steps, int units, bool isBackward, bool isNormalized = false)
        : base(Describe(cell, isNormalized, isBackward) + $", N {rows}, T {steps}, H {units}")
    {
        (_cell, _isBackward) = (cell, isBackward);
        var gates = cell == RecurrentCell.Gru ? 3 : 4;
        var elements = (nint)steps * rows * units;
        var inputGates = Numbers(gates * elements);
        _pass = new RecurrentPass
        {
            Rows = rows,
            Steps = steps,
            Units = units,
            HiddenWeight = Numbers((nint)gates * units * units, 1 / Math.Sqrt(units)),
            HiddenBias = Numbers(gates * units, 1 / Math.Sqrt(units)),
            HiddenNormalization = isNormalized ? Normalization(gates * units, (nint)steps * rows) : null,
            InputGates = inputGates,
            Hidden = Numbers(elements),
            HiddenStride = units,
            Candidate = Numbers(elements),
            Cell = cell == RecurrentCell.Lstm ? Numbers(elements) : null,
            Saved = inputGates,
            HiddenGradient = Numbers(elements),
            HiddenGradientStride = units,
            GateGradient = Numbers(gates * elements),
            HiddenCandidateGradient = Numbers(elements),
        };
        if (isBackward)
            RecurrentMath.Forward(cell, _pass);
        // The first step's product backward is not needed, as nobody asks for the initial state's gradient.
        var products = isBackward ? steps - 1 : steps;
        WorkingSet = sizeof(float) * (long)gates * units * units;
        Flops = 2.0 * products * rows * gates * units * units;
        // Weights at each step; of each element forward G gates in and out, candidate and state out, backward G gates in and out,
        // candidate, state and two gradients. Normalised sums are written forward; backward they are read, and their gradients written.
        var normalized = !isNormalized ? 0 : isBackward ? 2 * gates : gates;
        Bytes = (double)WorkingSet * products + sizeof(float) * (double)elements * (2 * gates + (isBackward ? 4 : 2) + normalized);
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override double Bytes { get; }

    /// <inheritdoc/>
    public override long WorkingSet { get; }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_isBackward)
            RecurrentMath.Backward(_cell, _pass);
        else
            RecurrentMath.Forward(_cell, _pass);
    }

    private static string Describe(RecurrentCell cell, bool isNormalized, bool isBackward) =>
        $"recurrence of {(cell == RecurrentCell.Gru ? "a GRU" : "an LSTM")}{(isNormalized ? " with layer normalisation" : "")}, {(isBackward ? "backward" : "forward")}";

    private SumsNormalization Normalization(nint sums, nint rows) => new()
    {
        Gains = Numbers(sums),
        Normalized = Numbers(rows * sums),
        Means = Numbers(rows),
        Scales = Numbers(rows),
        SumGradient = Numbers(rows * sums),
    };
}
