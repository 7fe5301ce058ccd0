namespace ProfessorForcing.Forcing;

/// <summary>What of the generator the discriminator may see at each step.</summary>
public enum BehaviourFeature
{
    /// <summary>The candidate's pre-activation (before the tanh), the paper's choice (section 4.1).</summary>
    Candidate,

    /// <summary>The hidden state h_t.</summary>
    Hidden,

    /// <summary>The probabilities of the next element.</summary>
    Probabilities,

    /// <summary>The raw output parameters.</summary>
    Logits,

    /// <summary>The embedding of the element read at t.</summary>
    Embedding,

    /// <summary>The condition x that the generator reads at t: the coordinates of a pixel, or what a soft window shows of a text.</summary>
    Condition,

    /// <summary>What moves a soft window over a text at t: α̂, β̂ and κ̂ of each of its Gaussians (Graves 2013, equation 48).</summary>
    Window,
}
