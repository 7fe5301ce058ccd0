using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Models;

/// <summary>A generator of symbols: embedding, recurrent layers, softmax. Its weights are somewhere in memory and stay where they are.</summary>
public sealed unsafe class SymbolNetwork
{
    /// <summary>GRU or LSTM.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Number of symbols V.</summary>
    public required int Symbols { get; init; }

    /// <summary>Units H of each layer.</summary>
    public required int Units { get; init; }

    /// <summary>The recurrent layers, from the lowest; the lowest reads the embedding and what there is of positions, E + C numbers.</summary>
    public required IReadOnlyList<LayerWeights> Layers { get; init; }

    /// <summary>[V, E].</summary>
    public required float* Embedding { get; init; }

    /// <summary>What is read of positions; null for nothing.</summary>
    public Positions? Positions { get; init; }

    /// <summary>[V, H].</summary>
    public required float* OutputWeight { get; init; }

    /// <summary>[V].</summary>
    public required float* OutputBias { get; init; }
}
