using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>The bidirectional recurrent discriminator (<c>kind</c> <c>recurrent</c>, which is also that of a section without one).</summary>
public sealed record RecurrentDiscriminatorOptions : DiscriminatorOptions
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

    /// <inheritdoc/>
    public override IDiscriminator Create(BehaviourShape shape, RandomStream random, Device device, int recomputeSteps = 0) =>
        new RecurrentDiscriminator(this, shape, random, device, recomputeSteps: recomputeSteps);
}
