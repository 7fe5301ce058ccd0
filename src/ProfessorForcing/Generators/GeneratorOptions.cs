using ProfessorForcing.Configuration;
using ProfessorForcing.Recurrent;

namespace ProfessorForcing.Generators;

/// <summary>The recurrent generator: the section <c>generator</c> of a configuration.</summary>
public sealed record GeneratorOptions
{
    /// <summary>GRU or LSTM.</summary>
    [Option("Recurrence of the layers.")]
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Number of recurrent layers.</summary>
    [Option("Number of recurrent layers.", Min = 1, Max = 16)]
    public int Layers { get; init; } = 1;

    /// <summary>Units H of each layer.</summary>
    [Option("Units of each layer.", Min = 1, Max = 16_384)]
    public int Hidden { get; init; } = 256;

    /// <summary>Width E of the embedding of the element read.</summary>
    [Option("Width of the embedding of the element read; points of a pen are read as they are.", Min = 1, Max = 16_384)]
    public int Embedding { get; init; } = 64;

    /// <summary>Gaussians K of the soft window over the text.</summary>
    [Option("Gaussians of the soft window through which a text is read (handwriting).", Min = 1, Max = 1024)]
    public int WindowComponents { get; init; } = 10;

    /// <summary>Gaussians M of a point's mixture.</summary>
    [Option("Gaussians of the mixture that a point is drawn from (handwriting).", Min = 1, Max = 1024)]
    public int Mixtures { get; init; } = 20;

    /// <summary>Whether the recurrence has layer normalisation.</summary>
    [Option("Normalise what goes into the recurrence's gates (layer normalisation).")]
    public bool LayerNorm { get; init; }

    /// <summary>Dropout on the embedding; one mask a sequence.</summary>
    [Option("Share of the embedding's features dropped, with one mask for a whole sequence (variational dropout).", Min = 0, Max = 1, MaxExclusive = true)]
    public double InputDropout { get; init; }

    /// <summary>Dropout on each layer's output; one mask a sequence.</summary>
    [Option("Share of each layer's outputs dropped, with one mask for a whole sequence (variational dropout).", Min = 0, Max = 1, MaxExclusive = true)]
    public double OutputDropout { get; init; }

    /// <summary>Whether the initial state is learned; otherwise it is zero.</summary>
    [Option("Learn the initial state; otherwise it is zero.")]
    public bool LearnedInitialState { get; init; }

    /// <summary>What the parameters and their meaning follow from, which cannot change while a run goes on: everything but dropout.</summary>
    public GeneratorOptions WithoutDropout() => this with { InputDropout = 0, OutputDropout = 0 };
}
