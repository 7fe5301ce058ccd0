using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Roofline;

/// <summary>An update of Adam.</summary>
internal sealed class AdamPart : KernelPart
{
    private readonly ParameterSet _parameters = new(CPU);
    private readonly AdamOptimizer _optimizer;
    private readonly Gradients _gradients;

    /// <summary>Makes one square parameter.</summary>
    /// <param name="size">Its rows and columns.</param>
    public AdamPart(int size)
        : base($"update of Adam, {(long)size * size:N0} parameters")
    {
        var weight = _parameters.AddNormal("weight", 1, new RandomStream(1, "bench"), size, size);
        _optimizer = new AdamOptimizer("bench", _parameters, new TrainingOptions());
        _gradients = Gradients.Of([weight.mul(weight).sum()], _parameters);
        // The parameter and both moments read and written, the gradient read.
        Bytes = 7.0 * sizeof(float) * size * size;
        WorkingSet = 4L * sizeof(float) * size * size;
    }

    /// <inheritdoc/>
    public override double Flops => 0;

    /// <inheritdoc/>
    public override double Bytes { get; }

    /// <inheritdoc/>
    public override long WorkingSet { get; }

    /// <inheritdoc/>
    public override void Run() => _optimizer.Update(_gradients, 1e-6);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _optimizer.Dispose();
        _parameters.Dispose();
    }
}
