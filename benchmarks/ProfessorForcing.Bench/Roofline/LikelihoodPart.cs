using System.Runtime.InteropServices;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Outputs;

namespace ProfessorForcing.Bench.Roofline;

/// <summary>Likelihoods under a softmax of many symbols, forward or backward.</summary>
internal sealed unsafe class LikelihoodPart : KernelPart
{
    private readonly SoftmaxPass _pass;
    private readonly long* _targets;
    private readonly bool _isBackward;

    /// <summary>Makes states, weights and targets.</summary>
    /// <param name="steps">M.</param>
    /// <param name="units">H.</param>
    /// <param name="symbols">V.</param>
    /// <param name="isBackward">Whether the way back is measured.</param>
    public LikelihoodPart(int steps, int units, int symbols, bool isBackward)
        : base($"likelihood of {symbols:N0} symbols, {(isBackward ? "backward" : "forward")}, {steps:N0} steps, H {units}")
    {
        _isBackward = isBackward;
        _targets = (long*)NativeMemory.Alloc((nuint)steps, sizeof(long));
        for (var i = 0; i < steps; i++)
            _targets[i] = i * 7919L % symbols;
        var (states, weights) = ((long)steps * units, (long)symbols * units);
        _pass = new SoftmaxPass
        {
            Hidden = new Matrix(Numbers((nint)states), steps, units),
            Weight = new Matrix(Numbers((nint)weights, 1 / Math.Sqrt(units)), symbols, units),
            Bias = Numbers(symbols),
            Targets = _targets,
            LogSums = Numbers(steps),
            LogProbability = Numbers(steps),
            Upstream = Numbers(steps),
            HiddenGradient = Numbers((nint)states),
            WeightGradient = Numbers((nint)weights),
            BiasGradient = Numbers(symbols),
        };
        SoftmaxMath.Forward(_pass);
        // Backward the logits once more, and the gradients of both factors.
        Flops = 2.0 * steps * symbols * units * (isBackward ? 3 : 1);
        WorkingSet = sizeof(float) * (states + weights) * (isBackward ? 2 : 1);
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override double Bytes => WorkingSet;

    /// <inheritdoc/>
    public override long WorkingSet { get; }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_isBackward)
            SoftmaxMath.Backward(_pass);
        else
            SoftmaxMath.Forward(_pass);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        NativeMemory.Free(_targets);
    }
}
