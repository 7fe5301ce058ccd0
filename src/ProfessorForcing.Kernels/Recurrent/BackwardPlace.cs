namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>Where one row's numbers of some vectors of units lie, in one step back. Gate g is <see cref="GateStride"/> behind gate g − 1.</summary>
internal unsafe struct BackwardPlace
{
    public float* Saved;

    public nint GateStride;

    public float* Candidate;

    public float* PreviousHidden;

    /// <summary>Of an LSTM.</summary>
    public float* Cell;

    /// <summary>Of an LSTM.</summary>
    public float* PreviousCell;

    public float Keep;

    /// <summary>∂L/∂h_t from outside; null if there is none.</summary>
    public float* HiddenGradient;

    /// <summary>∂L/∂a_t from outside; null if there is none.</summary>
    public float* CandidateGradient;

    /// <summary>∂L/∂c_t from outside; null if there is none.</summary>
    public float* CellGradient;

    /// <summary>Of an LSTM whose c is normalised: ∂L/∂c_t by way of h_t; null elsewhere.</summary>
    public float* ShownCellGradient;

    /// <summary>The gradient of what goes into o there.</summary>
    public float* ShownOutputGradient;

    /// <summary>∂L/∂h_t from the next step; becomes the part of ∂L/∂h_{t−1} that does not go through the weights.</summary>
    public float* Carry;

    /// <summary>∂L/∂c_t from the next step; becomes ∂L/∂c_{t−1}.</summary>
    public float* CellCarry;

    /// <summary>Receives the gradient of W_ih·x + b_ih.</summary>
    public float* GateGradient;

    /// <summary>Receives that of W_hn·h + b_hn (GRU).</summary>
    public float* HiddenCandidateGradient;

    /// <summary>Receives the gradient of W_hh·h + b_hh once more, for the product with W_hh: gate g at g·<see cref="PackedStride"/>.</summary>
    public float* Packed;

    public nint PackedStride;

    /// <summary>The place from a unit on.</summary>
    public readonly BackwardPlace From(int unit) => this with
    {
        Saved = Saved + unit,
        Candidate = Candidate + unit,
        PreviousHidden = PreviousHidden + unit,
        Cell = Cell + unit,
        PreviousCell = PreviousCell + unit,
        HiddenGradient = HiddenGradient == null ? null : HiddenGradient + unit,
        CandidateGradient = CandidateGradient == null ? null : CandidateGradient + unit,
        CellGradient = CellGradient == null ? null : CellGradient + unit,
        ShownCellGradient = ShownCellGradient == null ? null : ShownCellGradient + unit,
        ShownOutputGradient = ShownOutputGradient == null ? null : ShownOutputGradient + unit,
        Carry = Carry + unit,
        CellCarry = CellCarry + unit,
        GateGradient = GateGradient + unit,
        HiddenCandidateGradient = HiddenCandidateGradient + unit,
        Packed = Packed + unit,
    };
}
