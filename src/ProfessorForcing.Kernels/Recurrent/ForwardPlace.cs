namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>Where one row's numbers of some vectors of units lie, in one step forward. Gate g is <see cref="GateStride"/> behind gate g − 1.</summary>
internal unsafe struct ForwardPlace
{
    /// <summary>W_hh·h: vector by vector, gate g at g·lanes.</summary>
    public float* Sums;

    /// <summary>W_ih·x.</summary>
    public float* Input;

    /// <summary>b_ih.</summary>
    public float* InputBias;

    /// <summary>b_hh.</summary>
    public float* Bias;

    public nint GateStride;

    public float* PreviousHidden;

    /// <summary>Of an LSTM.</summary>
    public float* PreviousCell;

    /// <summary>What the new state is multiplied by: 1, or 0 at padding.</summary>
    public float Keep;

    /// <summary>Whether h is made later, of a normalised c (LSTM); o is put in its place meanwhile.</summary>
    public bool IsShownLater;

    public float* Hidden;

    public float* Candidate;

    /// <summary>Of an LSTM.</summary>
    public float* Cell;

    /// <summary>What the way back needs, three gates; null if there is none.</summary>
    public float* Saved;

    /// <summary>The new h once more, for the next step's product.</summary>
    public float* Packed;

    /// <summary>The place from a unit on.</summary>
    /// <param name="unit">The first unit, a multiple of a vector's.</param>
    /// <param name="gates">G.</param>
    public readonly ForwardPlace From(int unit, int gates) => this with
    {
        Sums = Sums + unit * gates,
        Input = Input + unit,
        InputBias = InputBias + unit,
        Bias = Bias + unit,
        PreviousHidden = PreviousHidden + unit,
        PreviousCell = PreviousCell + unit,
        Hidden = Hidden + unit,
        Candidate = Candidate + unit,
        Cell = Cell + unit,
        Saved = Saved == null ? null : Saved + unit,
        Packed = Packed + unit,
    };
}
