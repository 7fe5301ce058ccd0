using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>
/// What a generator of symbols does when it runs freely: T steps of N rows. At each step it reads the symbol before, goes through its
/// recurrent layers, and draws the next symbol from a softmax.
/// </summary>
public sealed unsafe class SymbolGeneration
{
    /// <summary>GRU or LSTM.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>From the lowest to the highest.</summary>
    public required IReadOnlyList<GenerationLayer> Layers { get; init; }

    /// <summary>Number of symbols V.</summary>
    public required int Symbols { get; init; }

    /// <summary>The symbols' embeddings: [V, E]; missing where the lowest layer has a table.</summary>
    public float* Embedding { get; init; }

    /// <summary>What is read of positions besides; null for nothing.</summary>
    public Positions? Positions { get; init; }

    /// <summary>The position of the first element.</summary>
    public int FirstPosition { get; init; }

    /// <summary>
    /// Where the lowest layer has a table for every position: its rows for each, V + 1, so that the row read at step t is t times that, plus the
    /// symbol. 0 where one table serves all steps.
    /// </summary>
    public int TableStride { get; init; }

    /// <summary>Weight of the output: [V, H].</summary>
    public required float* OutputWeight { get; init; }

    /// <summary>Bias of the output: [V].</summary>
    public required float* OutputBias { get; init; }

    /// <summary>What each row's highest state is multiplied by before the output: [N, H]; may be missing.</summary>
    public float* OutputMask { get; init; }

    /// <summary>How many steps the arrays over the sequence have place for, here and in the layers' passes; 0: all.</summary>
    internal int Places => Layers[0].Pass.Places;

    /// <summary>How symbols are drawn.</summary>
    public SymbolSampling Sampling { get; init; } = SymbolSampling.Default;

    /// <summary>Uniform numbers in [0, 1): [T, N].</summary>
    public required float* Uniforms { get; init; }

    /// <summary>Symbols that stand instead of drawn ones where <see cref="IsGiven"/> says so: [T, N]; may be missing.</summary>
    public long* Given { get; init; }

    /// <summary>[T, N]; may be missing.</summary>
    public bool* IsGiven { get; init; }

    /// <summary>
    /// The symbol (or the table's row) that is read at each step: [T, N]. The first step's are there beforehand, V for the start symbol; the
    /// others are written.
    /// </summary>
    public required long* Read { get; init; }

    /// <summary>Receives the symbols: [T, N].</summary>
    public required long* Elements { get; init; }
}
