namespace ProfessorForcing.Forcing;

/// <summary>How Cf and Ct are scaled relative to the NLL.</summary>
public enum AdversarialScale
{
    /// <summary>Divided by the mean length T of what a gradient covers, which keeps the ratio of equations 2 to 4.</summary>
    Paper,

    /// <summary>Not divided: as strong against the NLL of one step as equations 2 to 4 have it against that of T.</summary>
    PerStep,
}
