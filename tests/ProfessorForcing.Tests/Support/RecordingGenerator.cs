using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>A generator that keeps the sequences and dropout masks of every unrolling.</summary>
internal sealed class RecordingGenerator(IGenerator inner) : IGenerator
{
    public List<(Tensor Elements, GeneratorMasks Masks)> Unrolled { get; } = [];

    public ParameterSet Parameters => inner.Parameters;

    public IOutputDistribution Output => inner.Output;

    public GeneratorState InitialState(int rows, TextCondition? text = null) => inner.InitialState(rows, text);

    public GeneratorMasks DrawMasks(int rows, RandomStream random) => inner.DrawMasks(rows, random);

    public GeneratorTrace Unroll(Tensor elements, GeneratorState initial, GeneratorMasks masks)
    {
        Unrolled.Add((Keep(elements), new GeneratorMasks(
            masks.Input is null ? null : Keep(masks.Input), masks.Outputs?.Select(Keep).ToArray())));
        return inner.Unroll(elements, initial, masks);
    }

    public (Tensor Parameters, GeneratorState State) Step(GeneratorState state, GeneratorMasks masks) => inner.Step(state, masks);

    public void Dispose() => inner.Dispose();

    private static Tensor Keep(Tensor value) => value.detach().clone().DetachFromDisposeScope();
}
