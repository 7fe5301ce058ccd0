using CsCheck;

using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Recurrent;

public unsafe class RecurrentMathTests
{
    private static readonly Gen<RecurrentCase> Cases =
        Gen.Select(Gen.Enum<RecurrentCell>(), Gen.Int[1, 19], Gen.Int[1, 6], Gen.Int[1, 70], Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool), Gen.Int)
            .Select((cell, rows, steps, units, flags, seed) => new RecurrentCase(
                cell, rows, steps, units, flags.Item1, flags.Item2, flags.Item3, flags.Item4, flags.Item5, (ulong)seed));

    // More than there are blocks of units in the smaller layers.
    private static readonly int[] Threads = [1, 2, 3, 5];

    [Fact]
    public void A_sequence_forward_is_what_it_is_in_double_precision() => Cases.Sample(
        it => Assert.All(Instructions.All, instructions =>
        {
            KernelThreads.Count = Threads[it.Seed % 4];
            using var layer = new RecurrentCaseLayer(it);
            layer.Forward(instructions);
            var (hidden, candidate, cell) = layer.Reference();
            layer.AssertClose(hidden, layer.Hidden, "h", it.Units + it.Gap);
            layer.AssertClose(candidate, layer.Candidate, "a", it.Units);
            if (it.Cell == RecurrentCell.Lstm)
                layer.AssertClose(cell, layer.CellState, "c", it.Units);
        }), iter: 60, threads: 1);

    [Fact]
    public void The_way_back_gives_the_derivatives() => Cases.Sample(
        it => Assert.All(Instructions.All, instructions =>
        {
            KernelThreads.Count = Threads[it.Seed % 4];
            using var layer = new RecurrentCaseLayer(it);
            layer.Forward(instructions);
            layer.Backward(instructions);
            layer.AssertDerivatives();
        }), iter: 40, threads: 1);

    // The way back takes the gates in blocks of 1,024.
    [Theory]
    [InlineData(RecurrentCell.Gru, 400, false)]
    [InlineData(RecurrentCell.Gru, 700, true)]
    [InlineData(RecurrentCell.Lstm, 300, false)]
    [InlineData(RecurrentCell.Lstm, 513, true)]
    public void Layers_of_many_units_are_what_they_are_in_double_precision(RecurrentCell cell, int units, bool normalized) =>
        Assert.All(Instructions.All, instructions =>
        {
            KernelThreads.Count = 2;
            using var layer = new RecurrentCaseLayer(new RecurrentCase(cell, 3, 2, units, false, true, true, true, normalized, 7));
            layer.Forward(instructions);
            layer.AssertClose(layer.Reference().Hidden, layer.Hidden, "h", units + layer.It.Gap);
            layer.Backward(instructions);
            layer.AssertDerivatives();
        });

    [Fact]
    public void Where_states_are_known_what_belongs_to_them_comes_again_to_the_last_bit() => Cases.Sample(
        it => Assert.All(Instructions.All, instructions =>
        {
            KernelThreads.Count = Threads[it.Seed % 4];
            using var layer = new RecurrentCaseLayer(it);
            layer.Forward(instructions);
            var first = layer.AllSaved();
            KernelThreads.Count = Threads[(it.Seed + 1) % 4];
            layer.ForwardAgain(instructions);
            Assert.Equal(first, layer.AllSaved());
        }), iter: 60, threads: 1);

    [Theory]
    [InlineData(RecurrentCell.Gru, false)]
    [InlineData(RecurrentCell.Gru, true)]
    [InlineData(RecurrentCell.Lstm, false)]
    [InlineData(RecurrentCell.Lstm, true)]
    public void Results_do_not_depend_on_the_number_of_threads_to_the_last_bit(RecurrentCell cell, bool normalized)
    {
        var results = Threads.Concat(Threads).Select(threads =>
        {
            KernelThreads.Count = threads;
            using var layer = new RecurrentCaseLayer(new RecurrentCase(cell, 11, 5, 50, false, true, true, true, normalized, 4));
            layer.Forward(Processor.Instructions);
            layer.Backward(Processor.Instructions);
            return layer.Results();
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void Two_directions_side_by_side_do_not_disturb_each_other(int threads, bool normalized)
    {
        KernelThreads.Count = threads;
        using var forward = new RecurrentCaseLayer(new RecurrentCase(RecurrentCell.Gru, 5, 4, 33, false, true, true, true, normalized, 1));
        using var backward = new RecurrentCaseLayer(new RecurrentCase(RecurrentCell.Gru, 5, 4, 33, true, true, true, true, normalized, 2));
        RecurrentMath.Forward(RecurrentCell.Gru, forward.Pass, backward.Pass);
        RecurrentMath.Backward(RecurrentCell.Gru, forward.Pass, backward.Pass);
        Assert.All([forward, backward], layer =>
        {
            layer.AssertClose(layer.Reference().Hidden, layer.Hidden, "h", 33 + layer.It.Gap);
            layer.AssertDerivatives();
        });
    }

    [Fact]
    public void Gates_may_come_from_a_table_of_symbols()
    {
        var it = new RecurrentCase(RecurrentCell.Gru, 6, 5, 20, false, false, false, false, false, 3);
        using var layer = new RecurrentCaseLayer(it);
        var symbols = Enumerable.Range(0, 30).Select(i => (long)(29 - i)).ToArray();
        using var table = new Numbers(30 * 60);
        for (var i = 0; i < 30 * 60; i++)
            table[(29 - i / 60) * 60 + i % 60] = layer.Input[i];
        layer.Forward(Processor.Instructions);
        var expected = Enumerable.Range(0, layer.Hidden.Count).Select(i => layer.Hidden[i]).ToArray();
        fixed (long* pointer = symbols)
        {
            var pass = new RecurrentPass
            {
                Rows = 6,
                Steps = 5,
                Units = 20,
                HiddenWeight = layer.Weight.Pointer,
                HiddenBias = layer.Bias.Pointer,
                InputGates = table.Pointer,
                Symbols = pointer,
                Hidden = layer.Hidden.Pointer,
                HiddenStride = 20 + it.Gap,
                Candidate = layer.Candidate.Pointer,
            };
            RecurrentMath.Forward(RecurrentCell.Gru, pass);
        }
        Assert.Equal(expected, Enumerable.Range(0, layer.Hidden.Count).Select(i => layer.Hidden[i]));
    }
}
