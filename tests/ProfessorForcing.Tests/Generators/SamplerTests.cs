using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_sample_does_not_depend_on_how_many_are_drawn(CellKind kind)
    {
        using var generator = Small.Generator(new GeneratorOptions { Cell = kind, Hidden = 6, Embedding = 3, LearnedInitialState = true });
        var many = Sampler.Sample(generator, new SampleRequest { Count = 7, Length = 40, Prompt = [1, 2] });
        var few = Sampler.Sample(generator, new SampleRequest { Count = 2, Length = 40, Prompt = [1, 2] });
        Assert.Equal(7, many.Distinct(new SameElements()).Count());
        Assert.Equal(many.Take(2), few);
    }

    [Fact]
    public void Streaming_gives_the_same_elements_as_drawing_whole_samples()
    {
        using var generator = Small.Generator();
        var request = new SampleRequest { Count = 3, Length = 12, Seed = 5 };
        var streamed = Sampler.Stream(generator, request).ToArray();
        var whole = Sampler.Sample(generator, request);
        Assert.Equal(12, streamed.Length);
        for (var i = 0; i < 3; i++)
            Assert.Equal(whole[i], streamed.Select(elements => elements[i]));
    }

    [Fact]
    public void A_shorter_sample_is_the_beginning_of_a_longer_one()
    {
        using var generator = Small.Generator();
        var longer = Sampler.Sample(generator, new SampleRequest { Length = 30 })[0];
        Assert.Equal(longer.Take(11), Sampler.Sample(generator, new SampleRequest { Length = 11 })[0]);
    }

    [Fact]
    public void Seeds_give_different_samples()
    {
        using var generator = Small.Generator();
        Assert.NotEqual(
            Sampler.Sample(generator, new SampleRequest { Length = 40, Seed = 1 })[0],
            Sampler.Sample(generator, new SampleRequest { Length = 40, Seed = 2 })[0]);
    }

    // At a temperature near zero each element must be the likeliest after the prompt and the elements so far.
    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void The_prompt_is_read(CellKind kind)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(new GeneratorOptions { Cell = kind, Hidden = 6, Embedding = 3, Layers = 2, LearnedInitialState = true });
        // Without a strong recurrence every prompt would lead to the same likeliest symbols.
        Networks.Perturb(generator.Parameters, "recurrent.weight", new RandomStream(4, "noise"), 2);
        Networks.Perturb(generator.Parameters, "output.weight", new RandomStream(4, "noise"), 2);
        var continuations = new List<string>();
        for (var last = 0; last < Small.Symbols; last++)
        {
            long[] prompt = [3, 1, last];
            var sampled = Sampler.Sample(generator, new SampleRequest
            {
                Length = 4,
                Prompt = prompt,
                Sampling = new SamplingOptions { Temperature = 1e-6 },
            })[0];
            var whole = tensor((long[])[.. prompt, .. sampled], 1, 7);
            var likeliest = generator.Unroll(whole, generator.InitialState(1), GeneratorMasks.None).Parameters.argmax(-1);
            Assert.Equal(likeliest[0, 3..7].data<long>().ToArray(), sampled);
            continuations.Add(string.Join(' ', sampled));
        }
        Assert.True(continuations.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Positions_are_read_with_the_prompts_elements_and_the_drawn_ones(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.Generator(type: type, hasPositions: true);
        var request = new SampleRequest { Count = 3, Length = 6, Prompt = [1, 4, 2, 0], Seed = 5 };
        var samples = Sampler.Sample(generator, request);
        var state = generator.InitialState(3);
        foreach (var symbol in request.Prompt)
        {
            (_, state) = generator.Step(state, GeneratorMasks.None);
            state = state with { Previous = tensor(new[] { symbol, symbol, symbol }) };
        }
        var streams = Enumerable.Range(0, 3).Select(i => new RandomStream(5, $"sample/{i}")).ToArray();
        for (var t = 0; t < 6; t++)
        {
            (var logits, state) = generator.Step(state, GeneratorMasks.None);
            var uniforms = tensor(Array.ConvertAll(streams, stream => stream.NextSingle())).unsqueeze(1);
            state = state with { Previous = generator.Output.Sample(logits, uniforms, SamplingOptions.Default) };
            Assert.Equal(state.Previous.data<long>().ToArray(), samples.Select(sample => sample[t]));
        }
        Assert.ThrowsAny<Exception>(() => Sampler.Sample(generator, request with { Length = 7 }));
    }

    [Fact]
    public void Dropout_is_off()
    {
        using var plain = Small.Generator();
        using var dropping = Small.Generator(Small.GeneratorOptions with { InputDropout = 0.9, OutputDropout = 0.9 });
        var request = new SampleRequest { Length = 30 };
        Assert.Equal(Sampler.Sample(plain, request)[0], Sampler.Sample(dropping, request)[0]);
    }

    [Fact]
    public void A_stream_that_is_left_early_leaves_no_tensors_behind()
    {
        using var generator = Small.Generator();
        var request = new SampleRequest { Count = 2, Length = 50, Prompt = [1] };
        Assert.Equal(3, Sampler.Stream(generator, request).Take(3).Count());
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(3, Sampler.Stream(generator, request).Take(3).Count());
        Assert.Equal(50, Sampler.Stream(generator, request).Count());
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_stream_may_be_read_inside_and_outside_of_dispose_scopes()
    {
        using var generator = Small.Generator();
        var request = new SampleRequest { Length = 6 };
        var elements = new List<long>();
        foreach (var element in Sampler.Stream(generator, request))
        {
            using var scope = NewDisposeScope();
            using var other = zeros(3);
            elements.Add(element[0]);
        }
        Assert.Equal(Sampler.Sample(generator, request)[0], elements);
    }

    private sealed class SameElements : IEqualityComparer<long[]>
    {
        public bool Equals(long[]? x, long[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(long[] values) => 0;
    }
}
