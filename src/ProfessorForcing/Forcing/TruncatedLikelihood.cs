using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Native;
using ProfessorForcing.Optimization;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// The NLL (equation 2) and its gradient by truncated back-propagation through time (Williams and Peng 1990): sequences are gone through in chunks,
/// from each of which the next one takes the state but no gradient.
/// </summary>
internal static class TruncatedLikelihood
{
    /// <summary>Reads all chunks.</summary>
    /// <param name="generator">θg.</param>
    /// <param name="batch">The targets y.</param>
    /// <param name="read">What the generator reads, of which it sees all but the last element: [N, T].</param>
    /// <param name="masks">Dropout.</param>
    /// <param name="steps">Steps of a chunk.</param>
    public static (double Nll, Gradients Gradients) Of(IGenerator generator, SequenceBatch batch, Tensor read, GeneratorMasks masks, int steps)
    {
        using var scope = NewDisposeScope();
        var mask = batch.Mask();
        var (state, nll, sum) = (generator.InitialState(batch.Rows, batch.Text), 0.0, (Gradients?)null);
        for (var from = 0; from < batch.Steps; from += steps)
        {
            using var chunk = NewDisposeScope();
            var count = Math.Min(steps, batch.Steps - from);
            var trace = generator.Unroll(read.narrow(1, from, count), state, masks);
            var logProbability = trace.LogProbability(batch.Elements.narrow(1, from, count));
            var part = (-(logProbability * mask.narrow(1, from, count)).sum()).DividedBy(batch.Count);
            var gradients = Gradients.Of([part], generator.Parameters);
            sum = sum is null ? gradients : sum.Plus(gradients);
            nll += part.Number();
            state = trace.Final.Select(value => value.detach().MoveToOuterDisposeScope());
            foreach (var value in sum.Values.OfType<Tensor>())
                chunk.MoveToOuter(value);
        }
        foreach (var value in sum!.Values.OfType<Tensor>())
            scope.MoveToOuter(value);
        return (nll, sum);
    }
}
