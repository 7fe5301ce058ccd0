namespace ProfessorForcing.Training;

/// <summary>In which steps a pass is done.</summary>
public enum PassOccasion
{
    /// <summary>In every step.</summary>
    Always,

    /// <summary>In every step with an adversarial part (<c>professor.every</c>).</summary>
    Adversarial,

    /// <summary>In those of them in which the generator's gate is open.</summary>
    GeneratorOpen,

    /// <summary>In those of them in which the discriminator's gate is open.</summary>
    DiscriminatorOpen,

    /// <summary>In those of them in which either gate is open.</summary>
    AnyOpen,
}
