using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// What each row's share in the gradients of weights is multiplied by, while gradients of activations stay as they are. It is known only
/// once the forward pass is done, so functions hold this object, and whoever differentiates sets it before.
/// </summary>
internal sealed class RowWeights
{
    /// <summary>One number for each row: [N]; null for ones.</summary>
    public Tensor? Values { get; set; }

    /// <summary>The same for every step of time-major sequences: [T·N].</summary>
    /// <param name="weights">May be null, for ones.</param>
    /// <param name="steps">T.</param>
    public static Tensor? OverTime(RowWeights? weights, long steps) =>
        weights?.Values is { } values ? values.unsqueeze(0).expand(steps, -1).reshape(-1) : null;
}
