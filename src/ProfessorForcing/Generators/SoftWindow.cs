using ProfessorForcing.Autograd;
using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Parameters;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>
/// A soft window over a text (Graves 2013, equations 46 to 51): K Gaussians over the characters' places, whose weights α, widths β and steps forward
/// follow from a hidden state, (α̂, β̂, κ̂) = W·h + b; α = exp α̂, β = exp β̂, κ_t = κ_{t−1} + exp κ̂; φ(t, u) = Σ_k α_k·exp(−β_k·(κ_k − u)²);
/// w_t = Σ_u φ(t, u)·c_u with c_u one-hot. The raw numbers are bounded (<see cref="PenNetwork.LargestWindowWeight"/>, <see cref="PenNetwork.LargestWindowNumber"/>).
/// </summary>
internal sealed class SoftWindow
{
    /// <summary>Numbers of the affine map for each Gaussian: α̂, β̂, κ̂.</summary>
    public const int NumbersOfComponent = 3;

    // A pen needs some twenty points for a character, so a window that starts with a step of one would be at the text's end before anything is
    // learned. Gaussians about as wide as a character, whose weights sum to about one.
    private const float FirstStep = 0.05f;
    private const float FirstWidth = 1;

    /// <summary>Makes a window.</summary>
    /// <param name="parameters">Receives <c>window.weight</c> [3·K, H] and <c>window.bias</c> [3·K].</param>
    /// <param name="hidden">H.</param>
    /// <param name="components">K.</param>
    /// <param name="characters">C.</param>
    /// <param name="random">Where initial weights come from.</param>
    public SoftWindow(ParameterSet parameters, int hidden, int components, int characters, RandomStream random)
    {
        (Components, Characters) = (components, characters);
        Weight = parameters.AddUniform("window.weight", 1 / Math.Sqrt(hidden), random, NumbersOfComponent * components, hidden);
        Bias = parameters.AddZero("window.bias", NumbersOfComponent * components);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        float[] first = [-MathF.Log(components), MathF.Log(FirstWidth), MathF.Log(FirstStep)];
        Bias.copy_(tensor(first).repeat_interleave(components));
    }

    /// <summary>K.</summary>
    public int Components { get; }

    /// <summary>C.</summary>
    public int Characters { get; }

    /// <summary>W: [3·K, H].</summary>
    public Parameter Weight { get; }

    /// <summary>b: [3·K].</summary>
    public Parameter Bias { get; }

    /// <summary>Before the first step: at place 0, showing nothing.</summary>
    /// <param name="text">One for each row.</param>
    public WindowState Start(TextCondition text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var scope = NewDisposeScope();
        var (rows, width) = (text.Characters.shape[0], (int)text.Characters.shape[1]);
        var real = SequenceBatch.LengthMask(text.Lengths, width, Weight.device).to_type(Weight.dtype).unsqueeze(-1);   // [N, U, 1]
        var oneHot = nn.functional.one_hot(text.Characters, Characters).to_type(Weight.dtype) * real;                  // [N, U, C]
        var end = Zeros(rows, 1, Characters);
        return new WindowState(text, cat([oneHot, end], 1).MoveToOuterDisposeScope(), Zeros(rows, Components), Zeros(rows, Characters), Zeros(rows, width + 1))
            .Select(value => value.MoveToOuterDisposeScope());
    }

    /// <summary>α̂, β̂ and κ̂ of all steps.</summary>
    /// <param name="hidden">h: [N, T, H].</param>
    /// <returns>[N, T, 3·K].</returns>
    public Tensor Numbers(Tensor hidden) => Bounded(Affine.Apply(hidden, Weight, Bias));

    /// <summary>One step.</summary>
    /// <param name="hidden">h_t: [N, H].</param>
    /// <param name="state">The window before.</param>
    public WindowState Step(Tensor hidden, WindowState state)
    {
        var positive = Bounded(addmm(Bias, hidden, Weight.t(), 1, 1)).exp().unsqueeze(-1);          // [N, 3·K, 1]
        var (weight, width) = (positive.narrow(1, 0, Components), positive.narrow(1, Components, Components));       // α, β: [N, K, 1]
        var place = state.Place.Plus(positive.narrow(1, 2 * Components, Components).squeeze(-1));                      // κ: [N, K]
        var distance = place.unsqueeze(-1) - Places(state);                                                             // [N, K, U + 1]
        var weights = (weight * (-width * distance * distance).exp()).sum([1]);                                         // φ: [N, U + 1]
        var read = weights.unsqueeze(1).bmm(state.OneHot).squeeze(1);                                                   // w: [N, C]
        return state with { Place = place, Read = read, Weights = weights };
    }

    private Tensor Bounded(Tensor numbers) => cat(
    [
        numbers.narrow(-1, 0, Components).ClampedTo(PenNetwork.SmallestWindowNumber, PenNetwork.LargestWindowWeight),
        numbers.narrow(-1, Components, 2 * Components).ClampedTo(PenNetwork.SmallestWindowNumber, PenNetwork.LargestWindowNumber),
    ], -1);

    // 1 to U + 1.
    private static Tensor Places(WindowState state) =>
        ScalarOperations.Range((int)state.OneHot.shape[1], state.OneHot.device).to_type(state.OneHot.dtype).Plus(1);

    private Tensor Zeros(params long[] shape) => zeros(shape, dtype: Weight.dtype, device: Weight.device);
}
