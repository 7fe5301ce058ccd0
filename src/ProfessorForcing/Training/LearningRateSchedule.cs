namespace ProfessorForcing.Training;

/// <summary>How the learning rate changes after its warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls along half a cosine to <c>final_learning_rate</c> at the last step.</summary>
    Cosine,

    /// <summary>It is multiplied by <c>decay</c> at each validation that brings no improvement.</summary>
    Plateau,
}
