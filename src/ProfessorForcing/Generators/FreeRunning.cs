using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>
/// Running a generator on its own outputs. Sampling takes place without gradient: a sampled value is a constant, so the
/// free-running behaviour is the teacher-forced behaviour on the sampled sequence, which <see cref="IGenerator.Unroll"/>
/// gives with its gradient.
/// </summary>
public static class FreeRunning
{
    /// <summary>Uniform numbers for a whole sampling pass, drawn at once, so that results do not depend on the device.</summary>
    /// <param name="generator">Its output distribution says how many a draw takes (U).</param>
    /// <param name="rows">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="random">Advances by T·N·U numbers.</param>
    /// <returns>Numbers in [0, 1): float32 [T, N, U].</returns>
    public static Tensor DrawUniforms(IGenerator generator, int rows, int steps, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(random);
        var width = generator.Output.UniformsPerElement;
        var values = new float[(long)steps * rows * width];
        random.Fill(values);
        return tensor(values, steps, rows, width, device: generator.Parameters.Device);
    }

    /// <summary>Samples sequences. Rows that come to the end of their text go on, but what they write then is nothing.</summary>
    /// <param name="generator">P(y | x).</param>
    /// <param name="initial">The state of N rows before the first element.</param>
    /// <param name="masks">Dropout; none outside training.</param>
    /// <param name="uniforms">[T, N, U], see <see cref="DrawUniforms"/>.</param>
    /// <param name="sampling">Temperature and the like.</param>
    /// <param name="given">Elements that replace the sampled ones where <paramref name="isGiven"/> is true: [N, T]; null for none.</param>
    /// <param name="isGiven">bool [N, T]; null for none.</param>
    public static FreeRun Sample(
        IGenerator generator,
        GeneratorState initial,
        GeneratorMasks masks,
        Tensor uniforms,
        SamplingOptions sampling,
        Tensor? given = null,
        Tensor? isGiven = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(uniforms);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var steps = (int)uniforms.shape[0];
        var lengths = new int[uniforms.shape[1]];
        Array.Fill(lengths, steps);
        if (generator.Generate(initial, masks, uniforms, sampling, given, isGiven) is var (made, _))
            return new(made.Elements.MoveToOuterDisposeScope(), made.Final.Select(value => value.MoveToOuterDisposeScope()), made.Lengths);
        var elements = new Tensor[steps];
        var state = initial;
        for (var t = 0; t < steps; t++)
        {
            using var step = NewDisposeScope();
            (var parameters, state) = generator.Step(state, masks);                        // [N, P]
            var element = generator.Output.Sample(parameters, uniforms[t], sampling);      // [N] or [N, 3]
            if (given is not null && isGiven is not null)
                element = where(isGiven.select(1, t).view([-1, .. element.shape.Skip(1).Select(_ => 1L)]), given.select(1, t), element);
            state = (state with { Previous = element }).Select(value => value.MoveToOuterDisposeScope());
            elements[t] = state.Previous!;
            Shorten(lengths, t, state);
        }
        return new(stack(elements, 1).MoveToOuterDisposeScope(), state.Select(value => value.MoveToOuterDisposeScope()), lengths);
    }

    /// <summary>Samples sequences, and gives what the generator went through meanwhile, with its gradient.</summary>
    /// <param name="generator">P(y | x).</param>
    /// <param name="initial">The state before the first element.</param>
    /// <param name="masks">Dropout.</param>
    /// <param name="uniforms">[T, N, U], see <see cref="DrawUniforms"/>.</param>
    /// <param name="sampling">Temperature and the like.</param>
    /// <returns>The elements, [N, T]; the same as <see cref="IGenerator.Unroll"/> gives for them; and <see cref="FreeRun.Lengths"/>.</returns>
    public static (Tensor Elements, GeneratorTrace Trace, IReadOnlyList<int> Lengths) Run(
        IGenerator generator, GeneratorState initial, GeneratorMasks masks, Tensor uniforms, SamplingOptions sampling)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(uniforms);
        if (generator.Generate(initial, masks, uniforms, sampling) is var (made, trace))
            return (made.Elements, trace(), made.Lengths);
        var run = Sample(generator, initial, masks, uniforms, sampling);
        return (run.Elements, generator.Unroll(run.Elements, initial, masks), run.Lengths);
    }

    // The point at which the end is found belongs to it no more.
    private static void Shorten(int[] lengths, int step, GeneratorState state)
    {
        if (state.Window is null)
            return;
        foreach (var (row, ended) in state.Window.HasEnded().Index())
            lengths[row] = ended ? Math.Min(lengths[row], step) : lengths[row];
    }
}
