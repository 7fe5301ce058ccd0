namespace ProfessorForcing.Data;

/// <summary>The parts of a data set.</summary>
public enum Split
{
    /// <summary>What the generator learns from.</summary>
    Train,

    /// <summary>What decides about checkpoints, learning rate and stopping.</summary>
    Valid,

    /// <summary>What is only reported.</summary>
    Test,
}
