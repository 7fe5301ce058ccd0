namespace ProfessorForcing.Forcing;

/// <summary>How scheduled sampling's probability of a sampled input grows with the training step i (p: its largest value, k: its time scale).</summary>
public enum SamplingSchedule
{
    /// <summary>p · min(1, i / k).</summary>
    Linear,

    /// <summary>p · (1 − exp(−5 i / k)).</summary>
    Exponential,

    /// <summary>p · (1 − c / (c + exp(10 i / k) − 1) ) with c = e⁵: half-way at i ≈ k / 2.</summary>
    InverseSigmoid,
}
