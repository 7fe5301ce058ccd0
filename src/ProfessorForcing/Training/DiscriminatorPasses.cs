namespace ProfessorForcing.Training;

/// <summary>How often a step of professor forcing goes through the discriminator.</summary>
public enum DiscriminatorPasses
{
    /// <summary>Cd with its own forward and backward pass, then Cf and Ct with theirs.</summary>
    Separate,

    /// <summary>One forward pass; one backward pass for the weights (Cd), one for the behaviour (Cf and Ct).</summary>
    SharedForward,

    /// <summary>One forward and one backward pass, which gives both gradients.</summary>
    SharedBackward,
}
