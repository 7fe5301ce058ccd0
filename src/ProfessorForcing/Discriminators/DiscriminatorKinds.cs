namespace ProfessorForcing.Discriminators;

/// <summary>The values of <c>discriminator.kind</c> and the options record of each.</summary>
public static class DiscriminatorKinds
{
    /// <summary>The kind of a section that names none.</summary>
    public const string Default = "recurrent";

    /// <summary>Every kind with its record.</summary>
    public static IReadOnlyList<KeyValuePair<string, Type>> All { get; } =
    [
        new(Default, typeof(RecurrentDiscriminatorOptions)),
        new("convolutional", typeof(ConvolutionalDiscriminatorOptions)),
    ];
}
