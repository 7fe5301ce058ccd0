using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;

namespace ProfessorForcing.Forcing;

/// <summary>A way to train a generator: what is done with one minibatch.</summary>
public interface IForcingMethod : IDisposable
{
    /// <summary>
    /// How many elements of each row, read on in the data (<see cref="ISequenceSet.Read"/>), a step needs besides the minibatch; 0 where the
    /// minibatch is all that it needs.
    /// </summary>
    int ContinuedLength { get; }

    /// <summary>The networks besides the generator, by the name of their file in a checkpoint.</summary>
    IReadOnlyDictionary<string, ParameterSet> Networks { get; }

    /// <summary>Every optimiser.</summary>
    IReadOnlyList<AdamOptimizer> Optimizers { get; }

    /// <summary>One training step.</summary>
    /// <param name="batch">Sequences of up to T elements.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="learningRate">The generator's learning rate at this step.</param>
    /// <param name="continued">The same rows, read on for <see cref="ContinuedLength"/> elements; needed where that is not 0.</param>
    StepMetrics Step(SequenceBatch batch, long step, double learningRate, SequenceBatch? continued = null);

    /// <summary>What a checkpoint must hold of the method besides networks, optimisers and random streams.</summary>
    JsonObject SaveState();

    /// <summary>Takes back what <see cref="SaveState"/> gave.</summary>
    void RestoreState(JsonObject state);
}
