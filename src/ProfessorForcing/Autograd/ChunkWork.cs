using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What one direction's pass over a chunk works on, [K, N, …], and what goes from chunk to chunk on the way back.</summary>
internal sealed record ChunkWork
{
    /// <summary>W_ih·x, unless it comes from a table, and in its place what is saved.</summary>
    public Tensor? Gates { get; init; }

    /// <summary>The candidate's pre-activation.</summary>
    public Tensor? Candidate { get; init; }

    /// <summary>What there is of layer normalisation.</summary>
    public NormalizedLayer? Normalized { get; init; }

    /// <summary>Whether what a way back needs is written.</summary>
    public bool Saves { get; init; }

    /// <summary>That of W_ih·x + b_ih; it becomes that of W_ih·x itself where that is normalised.</summary>
    public Tensor? GateGradient { get; init; }

    /// <summary>That of W_hn·h + b_hn of a GRU.</summary>
    public Tensor? HiddenCandidateGradient { get; init; }

    /// <summary>What layer normalisation adds to the gradients.</summary>
    public NormalizedGradients? NormalizedGradients { get; init; }

    /// <summary>∂L/∂h between two chunks: [N, H].</summary>
    public Tensor? CarriedHidden { get; init; }

    /// <summary>∂L/∂c between two chunks: [N, H].</summary>
    public Tensor? CarriedCell { get; init; }

    /// <summary>Σ over steps and rows of <see cref="GateGradient"/>: [G·H].</summary>
    public Tensor? Bias { get; init; }

    /// <summary>Σ of <see cref="HiddenCandidateGradient"/>: [H].</summary>
    public Tensor? HiddenCandidateBias { get; init; }
}
