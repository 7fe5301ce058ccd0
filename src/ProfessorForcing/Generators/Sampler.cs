using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Sampling;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Draws samples from a trained generator, without dropout.</summary>
public static class Sampler
{
    /// <summary>Draws step by step.</summary>
    /// <param name="generator">A generator of symbols.</param>
    /// <param name="request">How many, how long, from what prompt.</param>
    /// <returns>For each step the new element of every sample: <see cref="SampleRequest.Length"/> arrays of <see cref="SampleRequest.Count"/>.</returns>
    public static IEnumerable<long[]> Stream(IGenerator generator, SampleRequest request)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(request);
        var streams = Enumerable.Range(0, request.Count).Select(i => new RandomStream(request.Seed, $"sample/{i}")).ToArray();
        return generator.OnKernels() is { } network ? OnKernels(generator, network, request, streams) : StepByStep(generator, request, streams);
    }

    /// <summary>Draws whole samples.</summary>
    /// <returns>One array of <see cref="SampleRequest.Length"/> elements for each sample, without the prompt.</returns>
    public static long[][] Sample(IGenerator generator, SampleRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var samples = Enumerable.Range(0, request.Count).Select(_ => new long[request.Length]).ToArray();
        var t = 0;
        foreach (var elements in Stream(generator, request))
        {
            for (var i = 0; i < samples.Length; i++)
                samples[i][t] = elements[i];
            t++;
        }
        return samples;
    }

    private static IEnumerable<long[]> OnKernels(IGenerator generator, SymbolNetwork network, SampleRequest request, RandomStream[] streams)
    {
        using var stream = new SymbolStream(
            network, request.Count, new SymbolSampling { Temperature = request.Sampling.Temperature, TopK = request.Sampling.TopK, TopP = request.Sampling.TopP });
        foreach (var symbol in request.Prompt)
            stream.Give(symbol);
        var uniforms = new float[request.Count];
        for (var t = 0; t < request.Length; t++)
        {
            for (var i = 0; i < uniforms.Length; i++)
                uniforms[i] = streams[i].NextSingle();
            var symbols = new long[request.Count];
            stream.Next(uniforms, symbols);
            yield return symbols;
        }
        // The network's weights are the generator's.
        GC.KeepAlive(generator);
    }

    private static IEnumerable<long[]> StepByStep(IGenerator generator, SampleRequest request, RandomStream[] streams)
    {
        var state = Detach(Start(generator, request));
        try
        {
            for (var t = 0; t < request.Length; t++)
            {
                using var scope = NewDisposeScope();
                var uniforms = Uniforms(generator, streams);                                         // [1, N, U]
                var (elements, next, _) = FreeRunning.Sample(generator, state, GeneratorMasks.None, uniforms, request.Sampling);
                Release(state);
                state = Detach(next);
                yield return elements.reshape(-1).cpu().data<long>().ToArray();
            }
        }
        finally
        {
            Release(state);
        }
    }

    // The state after the prompt, with the prompt's last element to be read next.
    private static GeneratorState Start(IGenerator generator, SampleRequest request)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var state = generator.InitialState(request.Count);
        if (request.Prompt.Count > 0)
        {
            var prompt = tensor(request.Prompt.ToArray(), 1, request.Prompt.Count, device: generator.Parameters.Device)
                .expand(request.Count, -1);                                                          // [N, T]
            state = generator.Unroll(prompt, state, GeneratorMasks.None).Final;
        }
        return state.Select(value => value.clone().MoveToOuterDisposeScope());
    }

    private static Tensor Uniforms(IGenerator generator, RandomStream[] streams)
    {
        var width = generator.Output.UniformsPerElement;
        var values = new float[streams.Length * width];
        for (var i = 0; i < streams.Length; i++)
            streams[i].Fill(values.AsSpan(i * width, width));
        return tensor(values, 1, streams.Length, width, device: generator.Parameters.Device);
    }

    // Between two yields there is no scope of ours, so the state must not belong to one of the caller's.
    private static GeneratorState Detach(GeneratorState state) => state.Select(value => value.DetachFromDisposeScope());

    private static void Release(GeneratorState state)
    {
        foreach (var value in state.Tensors)
            value.Dispose();
    }
}
