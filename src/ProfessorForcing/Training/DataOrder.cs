using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Training;

/// <summary>
/// The order in which sequences are trained on: every epoch shuffled anew from a stream of its own, so that the order
/// of any epoch follows from the seed alone.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="count">Number of sequences.</param>
/// <param name="batchSize">Rows of a minibatch; the last of an epoch may have fewer.</param>
public sealed class DataOrder(ulong seed, int count, int batchSize)
{
    private long _epoch = -1;
    private int[] _order = [];

    /// <summary>Minibatches in an epoch.</summary>
    public long StepsPerEpoch => (count + batchSize - 1) / batchSize;

    /// <summary>The epoch, from 0, of a step, from 1.</summary>
    public long EpochOf(long step) => (step - 1) / StepsPerEpoch;

    /// <summary>The sequences of a step's minibatch.</summary>
    /// <param name="step">From 1.</param>
    public ReadOnlySpan<int> At(long step)
    {
        var epoch = EpochOf(step);
        if (epoch != _epoch)
        {
            _order = [.. Enumerable.Range(0, count)];
            new RandomStream(seed, $"order/{epoch}").Shuffle(_order.AsSpan());
            _epoch = epoch;
        }
        var start = (int)((step - 1) % StepsPerEpoch) * batchSize;
        return _order.AsSpan(start, Math.Min(batchSize, count - start));
    }
}
