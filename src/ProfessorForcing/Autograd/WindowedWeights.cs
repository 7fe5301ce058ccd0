using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>The tensors that a <see cref="WindowedFunction"/> is called with, but the first: those of the layer, and the window's W and b.</summary>
/// <param name="All">All of them, in their order.</param>
internal sealed record WindowedWeights(IReadOnlyList<Tensor?> All)
{
    /// <summary>The window's W: [3·K, H].</summary>
    public Tensor WindowWeight => All[^2]!;

    /// <summary>The window's b: [3·K].</summary>
    public Tensor WindowBias => All[^1]!;

    /// <summary>The layer's arguments.</summary>
    /// <param name="input">What it reads, with the window: [T, N, I].</param>
    /// <param name="call">What they are for.</param>
    public RecurrentArguments Layer(Tensor input, RecurrentCall call) => new([input, .. All.Take(All.Count - 2)], call);
}
