using ProfessorForcing.Kernels.Normalization;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// One direction of a recurrent layer over a sequence, and where everything about it lies: T steps of N rows, H units, G gates
/// (a GRU's r, z, n or an LSTM's i, f, g, o, in torch.nn's order). Arrays over the sequence are time-major, [T, N, …].
/// A pointer that may be missing is null then.
/// </summary>
public sealed unsafe class RecurrentPass
{
    /// <summary>Rows N.</summary>
    public required int Rows { get; init; }

    /// <summary>Steps T.</summary>
    public required int Steps { get; init; }

    /// <summary>Units H.</summary>
    public required int Units { get; init; }

    /// <summary>
    /// How many steps the arrays over the sequence have place for, at least 2, where they are used again and again; 0 where they have
    /// place for all.
    /// </summary>
    public int Places { get; init; }

    /// <summary>Whether it goes from the last step to the first.</summary>
    public bool Reverse { get; init; }

    /// <summary>W_hh: [G·H, H].</summary>
    public required float* HiddenWeight { get; init; }

    /// <summary>b_hh: [G·H].</summary>
    public required float* HiddenBias { get; init; }

    /// <summary>How W_hh·h is normalised before b_hh is added; missing for no normalisation.</summary>
    public SumsNormalization? HiddenNormalization { get; init; }

    /// <summary>
    /// How c is normalised on its way to h (LSTM), h = o ⊙ tanh(u) with u = γ_c ⊙ ĉ + b_c; missing for no normalisation.
    /// </summary>
    public SumsNormalization? CellNormalization { get; init; }

    /// <summary>b_c: [H]. Needed with <see cref="CellNormalization"/>.</summary>
    public float* CellBias { get; init; }

    /// <summary>W_ih·x, or γ ⊙ x̂ of it: [T, N, G·H]; with <see cref="Symbols"/> a table of it, [symbols, G·H]. Needed forward only.</summary>
    public float* InputGates { get; init; }

    /// <summary>Whether <see cref="InputGates"/> has place for one step only, [N, G·H], and is written anew before each.</summary>
    public bool InputGatesOfOneStep { get; init; }

    /// <summary>b_ih: [G·H]; missing where <see cref="InputGates"/> has it in it. Needed forward only.</summary>
    public float* InputBias { get; init; }

    /// <summary>The row of the table at each step: [T, N]; may be missing.</summary>
    public long* Symbols { get; init; }

    /// <summary>1 at real steps, 0 at padding, where the state becomes zero: [T, N]; may be missing.</summary>
    public float* Keep { get; init; }

    /// <summary>h before the first step: [N, H]; missing for zero.</summary>
    public float* InitialHidden { get; init; }

    /// <summary>c before the first step (LSTM): [N, H]; missing for zero.</summary>
    public float* InitialCell { get; init; }

    /// <summary>h_t: [T, N, H], with <see cref="HiddenStride"/> from one row to the next.</summary>
    public required float* Hidden { get; init; }

    /// <summary>From one row of <see cref="Hidden"/> to the next; H where it lies alone.</summary>
    public required nint HiddenStride { get; init; }

    /// <summary>
    /// Whether <see cref="Hidden"/> and <see cref="Cell"/> are known: then the pass forward leaves them as they are, and gives again what
    /// belongs to them. Of what is normalised the statistics must be known, too. As every step's product can be done at once, workers need not
    /// meet.
    /// </summary>
    public bool StatesAreKnown { get; init; }

    /// <summary>
    /// The candidate's pre-activation: [T, N, H]. GRU: a = W_in x + b_in + r ⊙ (W_hn h + b_hn); LSTM: the cell candidate's. May be missing
    /// where no backward pass follows; of an LSTM always, as it is then in <see cref="Saved"/>.
    /// </summary>
    public float* Candidate { get; init; }

    /// <summary>c_t (LSTM): [T, N, H].</summary>
    public float* Cell { get; init; }

    /// <summary>
    /// What the backward pass needs besides, three of G gates: [T, N, G·H]. GRU: r, z, W_hn h + b_hn (normalised if that is); LSTM: i, f, o,
    /// and a if there is no <see cref="Candidate"/>. It may lie where
    /// <see cref="InputGates"/> lies, which it then takes the place of. Missing where no backward pass follows.
    /// </summary>
    public float* Saved { get; init; }

    /// <summary>∂L/∂h_t from outside the recurrence: [T, N, H]; may be missing.</summary>
    public float* HiddenGradient { get; init; }

    /// <summary>From one row of <see cref="HiddenGradient"/> to the next.</summary>
    public nint HiddenGradientStride { get; init; }

    /// <summary>∂L/∂a_t from outside: [T, N, H]; may be missing.</summary>
    public float* CandidateGradient { get; init; }

    /// <summary>∂L/∂c_t from outside (LSTM): [T, N, H]; may be missing.</summary>
    public float* CellGradient { get; init; }

    /// <summary>
    /// Receives ∂L/∂(W_ih·x + b_ih): [T, N, G·H]. For an LSTM it is ∂L/∂(W_hh·h + b_hh) too. It may lie where <see cref="Saved"/> lies.
    /// </summary>
    public float* GateGradient { get; init; }

    /// <summary>
    /// Receives ∂L/∂(W_hn h + b_hn) (GRU): [T, N, H]; for r and z that is the same as <see cref="GateGradient"/>. It may lie where
    /// <see cref="Candidate"/> lies.
    /// </summary>
    public float* HiddenCandidateGradient { get; init; }

    /// <summary>Receives ∂L/∂u: [T, N, H]. Needed backward with <see cref="CellNormalization"/>.</summary>
    public float* ShownGradient { get; init; }

    /// <summary>∂L/∂h after the last step from steps that follow it: [N, H]; may be missing, and lie where <see cref="InitialHiddenGradient"/> lies.</summary>
    public float* FinalHiddenGradient { get; init; }

    /// <summary>The same for c (LSTM).</summary>
    public float* FinalCellGradient { get; init; }

    /// <summary>Receives ∂L/∂h before the first step: [N, H]; may be missing.</summary>
    public float* InitialHiddenGradient { get; init; }

    /// <summary>Receives ∂L/∂c before the first step (LSTM): [N, H]; may be missing.</summary>
    public float* InitialCellGradient { get; init; }

    // The place in the arrays of the n-th step in the order of the direction.
    internal int Time(int step) => Reverse ? Steps - 1 - step : Places > 0 ? step % Places : step;
}
