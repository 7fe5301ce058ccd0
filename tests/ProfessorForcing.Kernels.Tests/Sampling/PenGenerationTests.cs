using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Outputs;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Sampling;

/// <summary>Against the network step by step it is tested where that is: with the generator of handwriting.</summary>
public sealed unsafe class PenGenerationTests
{
    private const int Rows = 19, Steps = 15, Units = 21, Characters = 5, Components = 3, Mixtures = 4, TextWidth = 18;

    [Theory]
    [InlineData(RecurrentCell.Gru, 1)]
    [InlineData(RecurrentCell.Lstm, 2)]
    public void All_instruction_sets_write_alike(RecurrentCell cell, int layers)
    {
        KernelThreads.Count = 2;
        var written = Instructions.All.Select(instructions => Write(cell, layers, instructions)).ToArray();
        Assert.All(written, other =>
        {
            for (var i = 0; i < other.Length; i++)
                Assert.Equal(written[0][i], other[i], 1e-3);
        });
        Assert.True(written[0].Distinct().Count() > Rows * Steps, "the points do not differ");
    }

    [Theory]
    [InlineData(RecurrentCell.Gru)]
    [InlineData(RecurrentCell.Lstm)]
    public void What_is_written_does_not_depend_on_the_number_of_threads(RecurrentCell cell)
    {
        KernelThreads.Count = 1;
        var alone = Write(cell, 2, Processor.Instructions);
        KernelThreads.Count = 3;
        Assert.Equal(alone, Write(cell, 2, Processor.Instructions));
    }

    // Points, then lengths, then what the windows show in the end.
    private static float[] Write(RecurrentCell cell, int layers, InstructionSet instructions)
    {
        var random = new RandomStream(4, "pen");
        var all = new List<Numbers>();
        float* New(int count, double size)
        {
            all.Add(new Numbers(count, random, size));
            return all[^1].Pointer;
        }
        float* Uniform(int count)
        {
            var numbers = new Numbers(count);
            for (var i = 0; i < count; i++)
                numbers[i] = random.NextSingle();
            all.Add(numbers);
            return numbers.Pointer;
        }
        var gates = (cell == RecurrentCell.Gru ? 3 : 4) * Units;
        var parameters = PenMixture.ParameterCount(Mixtures);
        var (text, lengths) = (new long[Rows * TextWidth], new int[Rows]);
        foreach (ref var character in text.AsSpan())
            character = random.NextInt(Characters);
        fixed (long* characters = text)
        fixed (int* ends = lengths)
        {
            var generation = new PenGeneration
            {
                Network = new PenNetwork
                {
                    Cell = cell,
                    Units = Units,
                    Characters = Characters,
                    WindowComponents = Components,
                    Mixtures = Mixtures,
                    LongestMove = 1,
                    Layers = [.. Enumerable.Range(0, layers).Select(layer => Layer(3 + Characters + (layer > 0 ? Units : 0)))],
                    WindowWeight = New(3 * Components * Units, 0.3),
                    WindowBias = New(3 * Components, 0.3),
                    OutputWeight = New(parameters * layers * Units, 0.2),
                    OutputBias = New(parameters, 0.2),
                },
                Rows = Rows,
                Steps = Steps,
                Hidden = [.. Enumerable.Range(0, layers).Select(_ => (nint)New(Rows * Units, 0.3))],
                Cells = cell == RecurrentCell.Gru ? [] : [.. Enumerable.Range(0, layers).Select(_ => (nint)New(Rows * Units, 0.3))],
                Previous = New(Rows * 3, 1),
                Place = New(Rows * Components, 0.5),
                Read = New(Rows * Characters, 0.3),
                Weights = New(Rows * (TextWidth + 1), 0),
                Text = characters,
                TextLengths = [.. Enumerable.Range(0, Rows).Select(row => 1 + row % TextWidth)],
                TextWidth = TextWidth,
                InputMask = New(Rows * 3, 1),
                OutputMasks = [.. Enumerable.Range(0, layers).Select(_ => (nint)New(Rows * Units, 1))],
                Uniforms = Uniform(Steps * Rows * PenMixture.UniformsPerPoint),
                Elements = New(Steps * Rows * 3, 0),
                Lengths = ends,
            };
            GenerationMath.Write(instructions, generation);
            float[] written =
            [
                .. new ReadOnlySpan<float>(generation.Elements, Steps * Rows * 3), .. lengths.Select(length => (float)length),
                .. new ReadOnlySpan<float>(generation.Read, Rows * Characters),
            ];
            all.ForEach(numbers => numbers.Dispose());
            return written;
        }

        LayerWeights Layer(int inputs) => new()
        {
            Inputs = inputs,
            InputWeight = New(gates * inputs, 0.2),
            HiddenWeight = New(gates * Units, 0.2),
            InputBias = New(gates, 0.2),
            HiddenBias = New(gates, 0.2),
        };
    }
}
