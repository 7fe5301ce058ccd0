using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Straightforward;

/// <summary>
/// A step of professor forcing as one would write it: teacher-forced pass; sampling pass under autograd; the discriminator forward and
/// backward on detached behaviours, and its update; then the discriminator forward again on the free-running behaviours, its weights
/// frozen, for the generator's gradient.
/// </summary>
public sealed class PlainProfessorForcing : IDisposable
{
    private readonly optim.Optimizer _toGenerator;
    private readonly optim.Optimizer _toDiscriminator;

    /// <summary>Makes networks and optimisers.</summary>
    /// <param name="symbols">V.</param>
    /// <param name="embedding">E.</param>
    /// <param name="hidden">H.</param>
    /// <param name="discriminatorHidden">D.</param>
    /// <param name="learningRate">Adam's, of both networks.</param>
    public PlainProfessorForcing(int symbols, int embedding, int hidden, int discriminatorHidden, double learningRate)
    {
        Generator = new PlainGenerator(symbols, embedding, hidden);
        Discriminator = new PlainDiscriminator(hidden + embedding, discriminatorHidden);
        _toGenerator = optim.Adam(Generator.Trained.Select(parameter => parameter.Value), learningRate);
        _toDiscriminator = optim.Adam(Discriminator.Trained.Select(parameter => parameter.Value), learningRate);
    }

    /// <summary>θg.</summary>
    public PlainGenerator Generator { get; }

    /// <summary>θd.</summary>
    public PlainDiscriminator Discriminator { get; }

    /// <summary>One step, with both gates open.</summary>
    /// <param name="symbols">y: int64 [N, T].</param>
    /// <returns>NLL in nats per symbol, Cd and Cf in nats per sequence, and what the generator sampled.</returns>
    public (double Nll, double Cd, double Cf, long[] Sampled) Step(Tensor symbols)
    {
        using var scope = NewDisposeScope();
        var (rows, steps) = ((int)symbols.shape[0], (int)symbols.shape[1]);
        var (logits, real) = Generator.Read(symbols);
        var nll = nn.functional.cross_entropy(logits.reshape(rows * steps, -1), symbols.reshape(-1));
        var (sampled, free) = Generator.Run(rows, steps);

        var judged = Discriminator.Judge(cat([real.detach(), free.detach()]));
        var labels = cat([ones(rows), zeros(rows)]);
        // Equation 1: means over each half.
        var cd = 2 * nn.functional.binary_cross_entropy_with_logits(judged, labels);
        _toDiscriminator.zero_grad();
        cd.backward();
        _toDiscriminator.step();

        Discriminator.Freeze(true);
        var cf = nn.functional.binary_cross_entropy_with_logits(Discriminator.Judge(free), ones(rows));
        _toGenerator.zero_grad();
        (nll + cf / steps).backward();
        _toGenerator.step();
        Discriminator.Freeze(false);
        return (nll.item<float>(), cd.item<float>(), cf.item<float>(), sampled.data<long>().ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _toGenerator.Dispose();
        _toDiscriminator.Dispose();
        Generator.Dispose();
        Discriminator.Dispose();
    }
}
