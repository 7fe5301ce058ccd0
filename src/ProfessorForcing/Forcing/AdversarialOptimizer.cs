namespace ProfessorForcing.Forcing;

/// <summary>Whether likelihood and adversarial gradients share Adam's moments.</summary>
public enum AdversarialOptimizer
{
    /// <summary>One Adam over the summed gradient.</summary>
    Joint,

    /// <summary>A second Adam, with moments of its own, for the adversarial gradient.</summary>
    Separate,
}
