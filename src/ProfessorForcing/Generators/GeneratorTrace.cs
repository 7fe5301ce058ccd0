using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Everything a generator went through while it read a sequence: what behaviour is chosen from.</summary>
/// <param name="Candidates">Each layer's candidate pre-activation, [N, T, H]; null where the generator does not show it.</param>
/// <param name="Hidden">Each layer's hidden state: [N, T, H].</param>
/// <param name="Embedding">The embedding of the element read at t, that is y_{t−1}, or a point of a pen as it is: [N, T, E]; zero at the start.</param>
/// <param name="Condition">The condition x read at t: [N, T, C]; null where there is none.</param>
/// <param name="MakeParameters">Computes <see cref="GeneratorTrace.Parameters"/>.</param>
/// <param name="MakeLogProbability">Computes <see cref="GeneratorTrace.LogProbability"/>.</param>
/// <param name="Final">The state after the last step; its <see cref="GeneratorState.Previous"/> is y_T. No gradient goes through the places of a window there: whoever reads on in pieces ends it where a piece begins.</param>
public sealed record GeneratorTrace(
    IReadOnlyList<Tensor?> Candidates,
    IReadOnlyList<Tensor> Hidden,
    Tensor Embedding,
    Tensor? Condition,
    Func<Tensor> MakeParameters,
    Func<Tensor, Tensor> MakeLogProbability,
    GeneratorState Final)
{
    private Tensor? _parameters;

    /// <summary>φ, the weights of the window over the text and of the place after it: [N, T, U + 1]; null where there is no text.</summary>
    public Tensor? WindowWeights { get; init; }

    /// <summary>Computes <see cref="WindowParameters"/>; null where there is no window.</summary>
    public Func<Tensor>? MakeWindowParameters { get; init; }

    /// <summary>What moves the window at each step, α̂, β̂ and κ̂ of its Gaussians: [N, T, 3·K]; null where there is no window. Computed when it is asked for.</summary>
    public Tensor? WindowParameters => MakeWindowParameters?.Invoke();

    /// <summary>Steps of each row before its window came to the end of its text; T where there is no text.</summary>
    public IReadOnlyList<int> Lengths => WindowWeights is { } weights
        ? WindowState.LengthsOf(weights, Final.Window!.Text.Lengths)
        : [.. Enumerable.Repeat((int)Hidden[0].shape[1], (int)Hidden[0].shape[0])];

    /// <summary>
    /// The parameters of P(y_t | y_1..y_{t−1}): [N, T, P]. Computed when they are first asked for, in the dispose scope of that time and with a
    /// gradient if one is wanted then: of a free-running pass nobody may want them, and for a large vocabulary they are most of the work.
    /// </summary>
    public Tensor Parameters => _parameters is { IsInvalid: false } known && (known.requires_grad || !is_grad_enabled())
        ? known
        : _parameters = MakeParameters();

    /// <summary>
    /// log P(y_t | y_1..y_{t−1}) of given elements, in nats; of many symbols without all their <see cref="Parameters"/> being there at a time.
    /// </summary>
    /// <param name="elements">y: [N, T].</param>
    /// <returns>[N, T].</returns>
    public Tensor LogProbability(Tensor elements) => MakeLogProbability(elements);
}
