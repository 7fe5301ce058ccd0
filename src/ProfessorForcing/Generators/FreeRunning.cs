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

    /// <summary>Samples sequences.</summary>
    /// <param name="generator">P(y | x).</param>
    /// <param name="initial">The state of N rows before the first element.</param>
    /// <param name="masks">Dropout; none outside training.</param>
    /// <param name="uniforms">[T, N, U], see <see cref="DrawUniforms"/>.</param>
    /// <param name="sampling">Temperature and the like.</param>
    /// <param name="given">Elements that replace the sampled ones where <paramref name="isGiven"/> is true: [N, T]; null for none.</param>
    /// <param name="isGiven">bool [N, T]; null for none.</param>
    /// <returns>The elements, [N, T], and the state after the last of them.</returns>
    public static (Tensor Elements, GeneratorState Final) Sample(
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
        if (generator.Generate(initial, masks, uniforms, sampling, given, isGiven) is var (all, final, _))
            return (all.MoveToOuterDisposeScope(), final.Select(value => value.MoveToOuterDisposeScope()));
        var steps = (int)uniforms.shape[0];
        var elements = new Tensor[steps];
        var state = initial;
        for (var t = 0; t < steps; t++)
        {
            using var step = NewDisposeScope();
            (var parameters, state) = generator.Step(state, masks);                        // [N, P]
            var element = generator.Output.Sample(parameters, uniforms[t], sampling);      // [N]
            if (given is not null && isGiven is not null)
                element = where(isGiven.select(1, t), given.select(1, t), element);
            elements[t] = element.MoveToOuterDisposeScope();
            state = new GeneratorState(
                [.. state.Layers.Select(layer => layer.Select(value => value.MoveToOuterDisposeScope()))], elements[t], state.Position);
        }
        return (stack(elements, 1).MoveToOuterDisposeScope(), state.Select(value => value.MoveToOuterDisposeScope()));
    }

    /// <summary>Samples sequences, and gives what the generator went through meanwhile, with its gradient.</summary>
    /// <param name="generator">P(y | x).</param>
    /// <param name="initial">The state before the first element.</param>
    /// <param name="masks">Dropout.</param>
    /// <param name="uniforms">[T, N, U], see <see cref="DrawUniforms"/>.</param>
    /// <param name="sampling">Temperature and the like.</param>
    /// <returns>The elements, [N, T], and the same as <see cref="IGenerator.Unroll"/> gives for them.</returns>
    public static (Tensor Elements, GeneratorTrace Trace) Run(
        IGenerator generator, GeneratorState initial, GeneratorMasks masks, Tensor uniforms, SamplingOptions sampling)
    {
        ArgumentNullException.ThrowIfNull(generator);
        if (generator.Generate(initial, masks, uniforms, sampling) is var (elements, _, trace))
            return (elements, trace());
        var samples = Sample(generator, initial, masks, uniforms, sampling).Elements;
        return (samples, generator.Unroll(samples, initial, masks));
    }
}
