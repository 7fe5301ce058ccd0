using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>The learned projection of the output parameters, which stand last in the behaviour, if there is one.</summary>
internal sealed class OutputProjection
{
    private readonly BehaviourShape _shape;
    private readonly AffineParameters? _affine;

    /// <summary>Adds its parameters, <c>projection.weight</c> and <c>projection.bias</c>, unless there is nothing to project.</summary>
    public OutputProjection(ParameterSet parameters, BehaviourShape shape, int width, RandomStream random)
    {
        _shape = shape;
        Width = shape.Width;
        if (shape.OutputWidth == 0 || width == 0)
            return;
        _affine = new AffineParameters(parameters, "projection", shape.OutputWidth, width, random);
        Width += width - shape.OutputWidth;
    }

    /// <summary>Whether there is one.</summary>
    public bool Exists => _affine is not null;

    /// <summary>Features F' of a step after it.</summary>
    public int Width { get; }

    /// <summary>Projects: [N, T, F] → [N, T, F'].</summary>
    public Tensor Apply(Tensor behaviour, BackwardPlan? plan) => _affine is null
        ? behaviour
        : cat([
            behaviour.narrow(-1, 0, _shape.Width - _shape.OutputWidth),
            Affine.Apply(behaviour.narrow(-1, _shape.Width - _shape.OutputWidth, _shape.OutputWidth), _affine.Weight, _affine.Bias, plan, readsBehaviour: true),
        ], -1);
}
