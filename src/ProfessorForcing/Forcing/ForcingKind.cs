namespace ProfessorForcing.Forcing;

/// <summary>The training methods.</summary>
public enum ForcingKind
{
    /// <summary>Maximum likelihood on real prefixes (Williams and Zipser 1989).</summary>
    Teacher,

    /// <summary>Real and sampled inputs mixed, against real targets (Bengio et al. 2015).</summary>
    Scheduled,

    /// <summary>Likelihood and a discriminator between teacher-forced and free-running behaviour (arXiv:1610.09038).</summary>
    Professor,
}
