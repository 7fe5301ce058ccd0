using ProfessorForcing.Kernels.Models;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>
/// What a generator of handwriting does when it runs freely: T steps of N rows. At each step it reads the point before and what its window showed of
/// the text, and draws the next point, or takes a given one. States are read and written in place.
/// </summary>
public sealed unsafe class PenGeneration
{
    /// <summary>The weights.</summary>
    public required PenNetwork Network { get; init; }

    /// <summary>N.</summary>
    public required int Rows { get; init; }

    /// <summary>T.</summary>
    public required int Steps { get; init; }

    /// <summary>Each layer's h, before and after: [N, H].</summary>
    public required IReadOnlyList<nint> Hidden { get; init; }

    /// <summary>Each layer's c (LSTM), before and after: [N, H]; empty for a GRU.</summary>
    public IReadOnlyList<nint> Cells { get; init; } = [];

    /// <summary>The point read next, before and after: [N, 3].</summary>
    public required float* Previous { get; init; }

    /// <summary>κ, before and after: [N, K].</summary>
    public required float* Place { get; init; }

    /// <summary>w, before and after: [N, C].</summary>
    public required float* Read { get; init; }

    /// <summary>φ after the last step: [N, U + 1].</summary>
    public required float* Weights { get; init; }

    /// <summary>Texts, as numbers of characters: [N, U].</summary>
    public required long* Text { get; init; }

    /// <summary>Characters of each row's text.</summary>
    public required IReadOnlyList<int> TextLengths { get; init; }

    /// <summary>U.</summary>
    public required int TextWidth { get; init; }

    /// <summary>What each row's point is multiplied by when it is read (dropout): [N, 3]; may be missing.</summary>
    public float* InputMask { get; init; }

    /// <summary>What each layer's h is multiplied by for those who read it (dropout): [N, H] each; empty for none.</summary>
    public IReadOnlyList<nint> OutputMasks { get; init; } = [];

    /// <summary>b (<see cref="Outputs.PenMixture.Draw"/>).</summary>
    public double Bias { get; init; }

    /// <summary>τ.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Uniform numbers in [0, 1): [T, N, 4].</summary>
    public required float* Uniforms { get; init; }

    /// <summary>Points that stand instead of drawn ones where <see cref="IsGiven"/> says so: [T, N, 3]; may be missing.</summary>
    public float* Given { get; init; }

    /// <summary>[T, N]; may be missing.</summary>
    public bool* IsGiven { get; init; }

    /// <summary>Receives the points: [T, N, 3].</summary>
    public required float* Elements { get; init; }

    /// <summary>Receives how many points each row has before its window comes to the end of its text: [N].</summary>
    public required int* Lengths { get; init; }
}
