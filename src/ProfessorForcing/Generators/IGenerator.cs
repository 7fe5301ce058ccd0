using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>A generative recurrent network P(y | x): reads a sequence element by element and puts out a distribution over the next.</summary>
public interface IGenerator : IDisposable
{
    /// <summary>θg.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The distribution over the next element.</summary>
    IOutputDistribution Output { get; }

    /// <summary>The state before the first element: zero or learned, the same whether elements are real or sampled.</summary>
    /// <param name="rows">N.</param>
    /// <param name="text">The condition x of each row, for a generator that has one.</param>
    /// <exception cref="ArgumentException">The generator needs a text and there is none, or the reverse.</exception>
    GeneratorState InitialState(int rows, TextCondition? text = null);

    /// <summary>Draws dropout masks for a training pass; <see cref="GeneratorMasks.None"/> if the generator has no dropout.</summary>
    /// <param name="rows">N.</param>
    /// <param name="random">Where they come from; not advanced if there is no dropout.</param>
    GeneratorMasks DrawMasks(int rows, RandomStream random);

    /// <summary>
    /// Reads whole sequences: B(x, y, θg) of the paper's section 2.1, and with real y teacher forcing.
    /// At step t the network reads y_{t−1} and puts out P(y_t | y_1..y_{t−1}).
    /// </summary>
    /// <param name="elements">y_1..y_T, real or sampled: [N, T], points [N, T, 3].</param>
    /// <param name="initial">The state of N rows before y_1.</param>
    /// <param name="masks">Dropout, of N rows.</param>
    GeneratorTrace Unroll(Tensor elements, GeneratorState initial, GeneratorMasks masks);

    /// <summary>
    /// Runs on its own samples in one go, where there is a fast way to do so, keeping what happens. <see cref="FreeRunning"/> uses it, and else
    /// goes step by step.
    /// </summary>
    /// <param name="initial">The state before the first element.</param>
    /// <param name="masks">Dropout.</param>
    /// <param name="uniforms">[T, N, U].</param>
    /// <param name="sampling">How elements are drawn.</param>
    /// <param name="given">Elements that stand instead of drawn ones where <paramref name="isGiven"/> is true: [N, T]; null for none.</param>
    /// <param name="isGiven">bool [N, T]; null for none.</param>
    /// <returns>
    /// What was made; and what <see cref="Unroll"/> gives for the elements, without computing it again where that can be, to be
    /// asked for once. Null where there is no fast way.
    /// </returns>
    (FreeRun Run, Func<GeneratorTrace> Trace)? Generate(
        GeneratorState initial, GeneratorMasks masks, Tensor uniforms, SamplingOptions sampling, Tensor? given = null, Tensor? isGiven = null) => null;

    /// <summary>The network as the kernels see it, for as long as the parameters live; null where they cannot run it.</summary>
    SymbolNetwork? OnKernels() => null;

    /// <summary>One step: reads the state's previous element.</summary>
    /// <param name="state">The state of N rows, with y_{t−1}.</param>
    /// <param name="masks">Dropout, of N rows.</param>
    /// <returns>The parameters of the next element's distribution, [N, P], and the layers' states after the step.</returns>
    (Tensor Parameters, GeneratorState State) Step(GeneratorState state, GeneratorMasks masks);
}
