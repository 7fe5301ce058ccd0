using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Recurrent;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// One use of a <see cref="RecurrentFunction"/>: its options, and what it keeps from the way forward for the way back. Where gates are
/// recomputed the sequence is gone through in chunks both ways, and on the way back each chunk's gates come again from the states before
/// them, to the last bit.
/// </summary>
internal sealed class RecurrentCall
{
    private RecurrentHistory? _history;

    /// <summary>GRU or LSTM.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Units H.</summary>
    public required int Units { get; init; }

    /// <summary>For each direction whether it goes from the last step to the first.</summary>
    public required IReadOnlyList<bool> Directions { get; init; }

    /// <summary>Whether there is layer normalisation.</summary>
    public required bool IsNormalized { get; init; }

    /// <summary>Where the input is a table: its row at each step, [T, N].</summary>
    public Tensor? Symbols { get; init; }

    /// <summary>1 at real steps, 0 at padding: [T, N]; null if there is none.</summary>
    public Tensor? Keep { get; init; }

    /// <summary>Steps of a chunk whose gates are recomputed on the way back; 0: gates are kept.</summary>
    public required int RecomputeSteps { get; init; }

    /// <summary>Whether the candidates are among the outputs.</summary>
    public required bool ShowsCandidates { get; init; }

    /// <summary>Which gradients are wanted; null for all, with every row counting alike.</summary>
    public BackwardPlan? Plan { get; init; }

    /// <summary>Whether a backward pass can follow.</summary>
    public required bool NeedsGradient { get; init; }

    /// <summary>What the way forward would give, where it is known already, of a single direction; then nothing is computed.</summary>
    public RecordedLayer? Recorded { get; init; }

    /// <summary>Gates G.</summary>
    public int Gates => IsLstm ? 4 : 3;

    /// <summary>Whether there is a c besides h.</summary>
    public bool IsLstm => Cell == RecurrentCell.Lstm;

    private IEnumerable<Tensor> Kept => _history is null ? [] : [.. _history.Tensors, .. new[] { Symbols, Keep }.OfType<Tensor>()];

    /// <summary>Steps that are worked on at a time.</summary>
    /// <param name="steps">T.</param>
    public int ChunkSteps(int steps) => RecomputeSteps > 0 ? Math.Min(RecomputeSteps, steps) : steps;

    /// <summary>The way forward.</summary>
    public List<Tensor> Forward(RecurrentArguments arguments)
    {
        var history = Recorded is null ? RecurrentForward.Run(this, arguments) : RecurrentHistory.Of(Recorded);
        _history = history.ForTheWayBack();
        if (!NeedsGradient)
            Release();
        return [history.Hidden, .. ShowsCandidates ? history.Candidates : [], .. history.Cells];
    }

    /// <summary>Keeps what the way back needs beyond a scope that is about to end: as long as the scope around it.</summary>
    public void KeepBeyond(DisposeScope scope)
    {
        foreach (var value in Kept)
            scope.MoveToOuter(value);
    }

    /// <summary>The way back.</summary>
    /// <param name="arguments">What the way forward was called with.</param>
    /// <param name="upstream">The outputs' gradients; null where there are none.</param>
    /// <returns>The arguments' gradients; null where there are none.</returns>
    public IReadOnlyList<Tensor?> Backward(RecurrentArguments arguments, Tensor?[] upstream)
    {
        if (_history is null)
            throw new InvalidOperationException("The graph of a recurrent layer was differentiated a second time without being retained.");
        try
        {
            return RecurrentBackward.Run(arguments, _history, upstream);
        }
        finally
        {
            // A way back that failed has used it up, too.
            if (!Backpropagation.GraphIsRetained)
                Release();
        }
    }

    private void Release()
    {
        foreach (var value in Kept)
            value.Dispose();
        _history = null;
    }
}
