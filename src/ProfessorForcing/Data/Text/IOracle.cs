namespace ProfessorForcing.Data.Text;

/// <summary>The true distribution of a generated language: exact probabilities of any string.</summary>
public interface IOracle
{
    /// <summary>Entropy rate in nats per element: what a perfect model's NLL tends to.</summary>
    double EntropyRate { get; }

    /// <summary>Follows a sequence from the start state.</summary>
    /// <param name="sequence">Elements y_1..y_T.</param>
    /// <param name="logProbabilities">Receives log P(y_t | y_1..y_{t−1}) in nats, always finite; as long as the sequence.</param>
    /// <returns>The first t (from 0) at which the language's rules were broken, or −1 if they never were.</returns>
    int Score(ReadOnlySpan<long> sequence, Span<double> logProbabilities);
}
