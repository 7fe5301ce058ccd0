namespace ProfessorForcing.Data;

/// <summary>A simple model of a domain's training data, to set a generator's likelihood against.</summary>
public interface IBaseline
{
    /// <summary>What it is, for people.</summary>
    string Name { get; }

    /// <summary>Its mean NLL on a split, in nats per element.</summary>
    /// <param name="set">A split of the same domain.</param>
    /// <param name="carryState">Whether it goes on remembering from one sequence to the next.</param>
    double Nll(ISequenceSet set, bool carryState);
}
