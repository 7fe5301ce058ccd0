using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;
using ProfessorForcing.Kernels.Windows;

namespace ProfessorForcing.Kernels.Tests.Windows;

/// <summary>Against torch operations it is tested where they are: with the generator of handwriting.</summary>
public sealed unsafe class WindowedMathTests
{
    private const int Rows = 19, Steps = 9, Units = 37, Characters = 5, Inputs = 3 + Characters, Components = 3, TextWidth = 18;

    [Theory]
    [InlineData(RecurrentCell.Gru)]
    [InlineData(RecurrentCell.Lstm)]
    public void All_instruction_sets_go_alike(RecurrentCell cell)
    {
        KernelThreads.Count = 2;
        var ways = Instructions.All.Select(instructions => Go(cell, instructions)).ToArray();
        Assert.All(ways, other =>
        {
            for (var i = 0; i < other.Length; i++)
                Assert.Equal(ways[0][i], other[i], 1e-3 * (1 + Math.Abs(ways[0][i])));
        });
        Assert.DoesNotContain(ways[0], float.IsNaN);
        Assert.True(ways[0].Distinct().Count() > Rows * Steps * Units, "the numbers do not differ");
    }

    [Theory]
    [InlineData(RecurrentCell.Gru)]
    [InlineData(RecurrentCell.Lstm)]
    public void The_number_of_threads_does_not_matter(RecurrentCell cell)
    {
        KernelThreads.Count = 1;
        var alone = Go(cell, Processor.Instructions);
        KernelThreads.Count = 3;
        Assert.Equal(alone, Go(cell, Processor.Instructions));
    }

    // All that is written on the way forward and back.
    private static float[] Go(RecurrentCell cell, InstructionSet instructions)
    {
        var random = new RandomStream(4, "window");
        var all = new List<Numbers>();
        var written = new List<Numbers>();
        float* New(int count, double size)
        {
            all.Add(new Numbers(count, random, size));
            return all[^1].Pointer;
        }
        float* Written(int count)
        {
            written.Add(new Numbers(count));
            return written[^1].Pointer;
        }
        var isGru = cell == RecurrentCell.Gru;
        var gates = (isGru ? 3 : 4) * Units;
        const int Places = Rows * Steps;
        var text = new long[Rows * TextWidth];
        foreach (ref var character in text.AsSpan())
            character = random.NextInt(Characters);
        var saved = Written(Places * gates);
        // To which the window's part is added.
        var toHidden = New(Places * Units, 1);
        fixed (long* characters = text)
        {
            var pass = new WindowedPass
            {
                Layer = new RecurrentPass
                {
                    Rows = Rows,
                    Steps = Steps,
                    Units = Units,
                    HiddenWeight = New(gates * Units, 0.2),
                    HiddenBias = New(gates, 0.2),
                    InputBias = New(gates, 0.2),
                    InputGates = saved,
                    InitialHidden = New(Rows * Units, 0.3),
                    InitialCell = isGru ? null : New(Rows * Units, 0.3),
                    Hidden = Written(Places * Units),
                    HiddenStride = Units,
                    Candidate = isGru ? Written(Places * Units) : null,
                    Cell = isGru ? null : Written(Places * Units),
                    Saved = saved,
                    HiddenGradient = toHidden,
                    HiddenGradientStride = Units,
                    GateGradient = Written(Places * gates),
                    HiddenCandidateGradient = isGru ? Written(Places * Units) : null,
                    InitialHiddenGradient = Written(Rows * Units),
                    InitialCellGradient = isGru ? null : Written(Rows * Units),
                },
                InputWeight = New(gates * Inputs, 0.2),
                Inputs = Inputs,
                Input = New(Places * Inputs, 1),
                Characters = Characters,
                Components = Components,
                WindowWeight = New(3 * Components * Units, 0.3),
                WindowBias = New(3 * Components, 0.3),
                Text = characters,
                TextLengths = [.. Enumerable.Range(0, Rows).Select(row => 1 + row % TextWidth)],
                TextWidth = TextWidth,
                InitialPlace = New(Rows * Components, 0.5),
                Numbers = Written(Places * 3 * Components),
                Place = Written(Places * Components),
                Weights = Written(Places * (TextWidth + 1)),
                Read = Written(Places * Characters),
                WeightsGradient = New(Places * (TextWidth + 1), 1),
                ReadGradient = New(Places * Characters, 1),
                RawGradient = Written(Places * 3 * Components),
            };
            WindowedMath.Forward(instructions, cell, pass);
            WindowedMath.Backward(instructions, cell, pass);
            float[] numbers = [.. written.SelectMany(values => Enumerable.Range(0, values.Count).Select(i => values[i])), .. new ReadOnlySpan<float>(toHidden, Places * Units)];
            foreach (var values in all.Concat(written))
                values.Dispose();
            return numbers;
        }
    }
}
