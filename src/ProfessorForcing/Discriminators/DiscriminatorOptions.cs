using ProfessorForcing.Configuration;
using ProfessorForcing.Recurrent;

namespace ProfessorForcing.Discriminators;

/// <summary>The bidirectional recurrent discriminator: the section <c>discriminator</c> of a configuration.</summary>
public sealed record DiscriminatorOptions
{
    /// <summary>GRU or LSTM.</summary>
    [Option("Recurrence of the two directions.")]
    public CellKind Cell { get; init; } = CellKind.Gru;

    /// <summary>Units of each direction.</summary>
    [Option("Units of each of the two directions.", Min = 1, Max = 16_384)]
    public int Hidden { get; init; } = 128;

    /// <summary>Whether the recurrence has layer normalisation.</summary>
    [Option("Normalise what goes into the recurrence's gates (layer normalisation).")]
    public bool LayerNorm { get; init; }

    /// <summary>Layers of the per-step MLP.</summary>
    [Option("Layers (affine map and ReLU) of the network that each step's two states go through.", Min = 0, Max = 16)]
    public int MlpLayers { get; init; } = 3;

    /// <summary>Units of each MLP layer.</summary>
    [Option("Units of each of those layers; 0: as many as one direction has.", Min = 0, Max = 16_384)]
    public int MlpHidden { get; init; }

    /// <summary>Bound of the logit c: clipped to [−clip, clip].</summary>
    [Option("The sequence logit is clipped to plus and minus this.", Min = 0, MinExclusive = true, Max = 100)]
    public double Clip { get; init; } = 10;

    /// <summary>Dropout in the MLP.</summary>
    [Option("Share of the MLP's inputs dropped at each layer.", Min = 0, Max = 1, MaxExclusive = true)]
    public double Dropout { get; init; }

    /// <summary>Standard deviation of the Gaussian noise added to behaviour.</summary>
    [Option("Standard deviation of Gaussian noise added to the behaviour that is judged (instance noise).", Min = 0, Max = 100)]
    public double InstanceNoise { get; init; }

    /// <summary>Width of a learned projection of output parameters; 0: none.</summary>
    [Option("Width of a learned projection of the output parameters before they are judged; 0: none (needs at most 1,024 parameters).", Min = 0, Max = 16_384)]
    public int OutputProjection { get; init; }
}
