namespace ProfessorForcing.Training;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All steps are done.</summary>
    Completed,

    /// <summary>The time limit was reached.</summary>
    TimeLimit,

    /// <summary>Validation did not improve for as long as <c>training.patience</c> allows.</summary>
    Patience,

    /// <summary>It was asked to stop.</summary>
    Interrupted,
}
