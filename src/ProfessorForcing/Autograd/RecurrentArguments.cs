using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>The tensors that a <see cref="RecurrentFunction"/> is called with.</summary>
/// <param name="All">All of them, in their order.</param>
/// <param name="Call">What they are for.</param>
internal sealed record RecurrentArguments(IReadOnlyList<Tensor?> All, RecurrentCall Call)
{
    private readonly long[] _shape = Call.Symbols?.shape ?? All[0]!.shape;

    /// <summary>x: [T, N, I]; or a table.</summary>
    public Tensor Input => All[0]!;

    /// <summary>h before the first step: [N, H].</summary>
    public Tensor? InitialHidden => All[^2];

    /// <summary>c before the first step: [N, H].</summary>
    public Tensor? InitialCell => All[^1];

    /// <summary>Steps T.</summary>
    public int Steps => (int)_shape[0];

    /// <summary>Rows N.</summary>
    public int Rows => (int)_shape[1];

    /// <summary>W_ih: [G·H, I].</summary>
    public Tensor InputWeight(int direction) => All[WeightsAt(direction)]!;

    /// <summary>W_hh: [G·H, H].</summary>
    public Tensor HiddenWeight(int direction) => All[WeightsAt(direction) + 1]!;

    /// <summary>b_ih: [G·H].</summary>
    public Tensor InputBias(int direction) => All[WeightsAt(direction) + 2]!;

    /// <summary>b_hh: [G·H].</summary>
    public Tensor HiddenBias(int direction) => All[WeightsAt(direction) + 3]!;

    /// <summary>γ_ih: [G·H]; null without layer normalisation, as the others.</summary>
    public Tensor? InputGain(int direction) => Normalization(direction, 0);

    /// <summary>γ_hh: [G·H].</summary>
    public Tensor? HiddenGain(int direction) => Normalization(direction, 1);

    /// <summary>γ_c: [H].</summary>
    public Tensor? CellGain(int direction) => Normalization(direction, 2);

    /// <summary>b_c: [H].</summary>
    public Tensor? CellBias(int direction) => Normalization(direction, 3);

    /// <summary>Where W_ih, W_hh, b_ih and b_hh stand.</summary>
    public static int WeightsAt(int direction) => 1 + 4 * direction;

    /// <summary>Where γ_ih, γ_hh, γ_c and b_c stand.</summary>
    public int NormalizationAt(int direction) => WeightsAt(Call.Directions.Count + direction);

    private Tensor? Normalization(int direction, int which) => Call.IsNormalized ? All[NormalizationAt(direction) + which] : null;
}
