using ProfessorForcing.Discriminators;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// One use of a <see cref="LinearFunction"/>, and its input for the way back: what a function saves with its context stays as long as the graph.
/// </summary>
/// <param name="rows">Rows N of a time-major input [T·N, I].</param>
/// <param name="plan">Which gradients are wanted; null for all, with every row counting alike.</param>
/// <param name="readsBehaviour">Whether the input is the behaviour that the plan is about.</param>
internal sealed class LinearCall(int rows, BackwardPlan? plan, bool readsBehaviour)
{
    private Tensor? _input;

    /// <summary>Rows N of a time-major input [T·N, I].</summary>
    public int Rows => rows;

    /// <summary>Which gradients are wanted; null for all, with every row counting alike.</summary>
    public BackwardPlan? Plan => plan;

    /// <summary>Whether the input is the behaviour that the plan is about.</summary>
    public bool ReadsBehaviour => readsBehaviour;

    /// <summary>Whether the input's gradient may be wanted.</summary>
    public bool InputNeedsGradient { get; private set; }

    /// <summary>The input, until a way back has used it.</summary>
    /// <exception cref="InvalidOperationException">It has, or the scope that held it is over.</exception>
    public Tensor Input => _input is { IsInvalid: false } input ? input : throw new InvalidOperationException("The graph of an affine map was differentiated a second time without being retained, or after the scope that holds its input.");

    /// <summary>Keeps the input beyond a scope that is about to end: as long as the scope around it.</summary>
    public void Keep(Tensor input, DisposeScope scope)
    {
        (_input, InputNeedsGradient) = (input.detach(), input.requires_grad);
        scope.MoveToOuter(_input);
    }

    /// <summary>Lets go of the input.</summary>
    public void Release()
    {
        _input?.Dispose();
        _input = null;
    }
}
