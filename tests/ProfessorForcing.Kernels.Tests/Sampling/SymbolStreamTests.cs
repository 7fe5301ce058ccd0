using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Sampling;

public unsafe class SymbolStreamTests
{
    public static TheoryData<RecurrentCell, int, int, bool> Networks => new()
    {
        { RecurrentCell.Gru, 1, 1, false },
        { RecurrentCell.Gru, 2, 2, false },
        { RecurrentCell.Gru, 1, 1, true },
        { RecurrentCell.Gru, 3, 2, true },
        { RecurrentCell.Gru, 2, 5, true },
        { RecurrentCell.Lstm, 2, 3, false },
        { RecurrentCell.Lstm, 1, 5, false },
        { RecurrentCell.Lstm, 2, 2, true },
        { RecurrentCell.Lstm, 1, 5, true },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_stream_draws_what_the_network_by_hand_says(RecurrentCell cell, int layers, int threads, bool normalized)
    {
        KernelThreads.Count = threads;
        using var weights = new Weights(cell, layers, normalized);
        const int Rows = 3;
        using var stream = new SymbolStream(weights.Network, Rows, SymbolSampling.Default);
        var byHand = Enumerable.Range(0, Rows).Select(_ => weights.ByHand()).ToArray();
        var random = new RandomStream(1, "uniforms");
        var (uniforms, symbols) = (new float[Rows], new long[Rows]);
        stream.Give(4);
        Array.ForEach(byHand, reader => reader.Read(4));
        for (var t = 0; t < 40; t++)
        {
            random.Fill(uniforms);
            stream.Next(uniforms, symbols);
            for (var row = 0; row < Rows; row++)
            {
                Assert.Equal(byHand[row].Draw(uniforms[row]), symbols[row]);
                byHand[row].Read((int)symbols[row]);
            }
        }
    }

    [Theory]
    [InlineData(RecurrentCell.Gru, 1, false, false)]
    [InlineData(RecurrentCell.Gru, 2, true, false)]
    [InlineData(RecurrentCell.Gru, 2, false, true)]
    [InlineData(RecurrentCell.Lstm, 1, true, true)]
    [InlineData(RecurrentCell.Lstm, 2, false, false)]
    [InlineData(RecurrentCell.Lstm, 2, true, true)]
    public void A_step_allocates_nothing_in_any_thread(RecurrentCell cell, int threads, bool normalized, bool knowsPositions)
    {
        KernelThreads.Count = threads;
        using var weights = new Weights(cell, 2, normalized, knowsPositions ? 6010 : 0);
        using var stream = new SymbolStream(weights.Network, 2, new SymbolSampling { TopK = 5, TopP = 0.9 });
        var (uniforms, symbols) = (new float[2], new long[2]);
        for (var t = 0; t < 10; t++)
            stream.Next(uniforms, symbols);
        // All threads count, those of the runner of tests, too: so at best of some tries.
        var least = long.MaxValue;
        for (var tries = 0; tries < 6; tries++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var t = 0; t < 1000; t++)
                stream.Next(uniforms, symbols);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.InRange(least, 0, 999);
    }

    [Fact]
    public void A_stream_that_is_closed_says_so()
    {
        using var weights = new Weights(RecurrentCell.Gru, 1);
        var stream = new SymbolStream(weights.Network, 1, SymbolSampling.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Give(weights.Network.Symbols));
        stream.Dispose();
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Next([0], [0]));
        Assert.Throws<ObjectDisposedException>(() => stream.Give(0));
    }

    [Fact]
    public void Ways_of_drawing_that_there_are_not_are_refused()
    {
        Assert.All([0, -1, double.NaN], value => Assert.Throws<ArgumentOutOfRangeException>(() => new SymbolSampling { Temperature = value }));
        Assert.All([0, -0.5, 1.01, double.NaN], value => Assert.Throws<ArgumentOutOfRangeException>(() => new SymbolSampling { TopP = value }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SymbolSampling { TopK = -1 });
    }

    [Theory]
    [InlineData(RecurrentCell.Lstm, false)]
    [InlineData(RecurrentCell.Gru, true)]
    [InlineData(RecurrentCell.Lstm, true)]
    public void All_instruction_sets_draw_alike(RecurrentCell cell, bool normalized)
    {
        KernelThreads.Count = 2;
        using var weights = new Weights(cell, 2, normalized);
        var drawn = Instructions.All.Select(instructions => string.Join(" ", weights.Generate(instructions))).ToArray();
        Assert.Single(drawn.Distinct());
    }

    /// <summary>A random network; V, E and H are no multiples of any vector.</summary>
    private sealed class Weights : IDisposable
    {
        private const int Symbols = 21, Width = 7, Units = 37;

        private readonly List<Numbers> _all = [];
        private readonly RandomStream _random = new(3, "weights");
        private readonly List<(Numbers InputWeight, Numbers HiddenWeight, Numbers InputBias, Numbers HiddenBias, Numbers Hidden, Numbers Cell, Numbers? InputGain, Numbers? HiddenGain, Numbers? CellGain, Numbers? CellBias, int Inputs)> _layers = [];
        private readonly Numbers _embedding;
        private readonly Numbers _outputWeight;
        private readonly Numbers _outputBias;

        public Weights(RecurrentCell cell, int layers, bool normalized = false, int positions = 0)
        {
            var gates = (cell == RecurrentCell.Gru ? 3 : 4) * Units;
            for (var layer = 0; layer < layers; layer++)
            {
                var inputs = layer > 0 ? Units : positions > 0 ? Width + 2 : Width;
                _layers.Add((New(gates * inputs, 0.3), New(gates * Units, 0.2), New(gates, 0.2), New(gates, 0.2), New(Units, 0.5), New(Units, 0.5), Gain(gates, true), Gain(gates, true), Gain(Units, cell == RecurrentCell.Lstm), Gain(Units, cell == RecurrentCell.Lstm), inputs));
            }
            Numbers? Gain(int count, bool needed) => normalized && needed ? New(count, 1) : null;
            (_embedding, _outputWeight, _outputBias) = (New(Symbols * Width, 1), New(Symbols * Units, 0.4), New(Symbols, 0.2));
            Network = new SymbolNetwork
            {
                Cell = cell,
                Symbols = Symbols,
                Units = Units,
                Layers = [.. _layers.Select(layer => new LayerWeights
                {
                    Inputs = layer.Inputs,
                    InputWeight = layer.InputWeight.Pointer,
                    HiddenWeight = layer.HiddenWeight.Pointer,
                    InputBias = layer.InputBias.Pointer,
                    HiddenBias = layer.HiddenBias.Pointer,
                    InputGain = PointerOrNull(layer.InputGain),
                    HiddenGain = PointerOrNull(layer.HiddenGain),
                    CellGain = PointerOrNull(layer.CellGain),
                    CellBias = PointerOrNull(layer.CellBias),
                    InitialHidden = layer.Hidden.Pointer,
                    InitialCell = cell == RecurrentCell.Lstm ? layer.Cell.Pointer : null,
                })],
                Embedding = _embedding.Pointer,
                Positions = positions == 0 ? null : new Positions { Count = positions, Width = 2, Values = New(2 * positions, 1).Pointer },
                OutputWeight = _outputWeight.Pointer,
                OutputBias = _outputBias.Pointer,
            };
        }

        public SymbolNetwork Network { get; }

        public Reader ByHand() => new(this);

        // Twelve steps of four rows in one go, from a zero state.
        public long[] Generate(InstructionSet instructions)
        {
            const int Rows = 4, Steps = 12;
            var gates = Network.Cell == RecurrentCell.Gru ? 3 : 4;
            using var uniforms = new Numbers(Rows * Steps);
            for (var i = 0; i < uniforms.Count; i++)
                uniforms[i] = i * 0.618f % 1;
            var buffers = new List<Numbers>();
            float* Space(int count)
            {
                buffers.Add(new Numbers(count));
                return buffers[^1].Pointer;
            }
            var (read, elements) = (new long[Rows * Steps], new long[Rows * Steps]);
            read.AsSpan(0, Rows).Fill(Symbols);
            fixed (long* readPointer = read, elementsPointer = elements)
            {
                GenerationMath.Generate(instructions, new SymbolGeneration
                {
                    Cell = Network.Cell,
                    Layers = [.. Network.Layers.Select(layer => new GenerationLayer
                    {
                        InputWeight = layer.InputWeight,
                        InputNormalization = Normalization(layer.InputGain),
                        Inputs = layer.Inputs,
                        Pass = new RecurrentPass
                        {
                            Rows = Rows, Steps = Steps, Units = Units, HiddenWeight = layer.HiddenWeight, HiddenBias = layer.HiddenBias,
                            HiddenNormalization = Normalization(layer.HiddenGain),
                            CellNormalization = Normalization(layer.CellGain),
                            CellBias = layer.CellBias,
                            InputGates = Space(Rows * Steps * gates * Units), InputBias = layer.InputBias,
                            Hidden = Space(Rows * Steps * Units), HiddenStride = Units, Candidate = Space(Rows * Steps * Units),
                            Cell = Space(Rows * Steps * Units),
                        },
                    })],
                    Symbols = Symbols,
                    Embedding = Network.Embedding,
                    OutputWeight = Network.OutputWeight,
                    OutputBias = Network.OutputBias,
                    Uniforms = uniforms.Pointer,
                    Read = readPointer,
                    Elements = elementsPointer,
                });
            }
            buffers.ForEach(buffer => buffer.Dispose());
            return elements;
        }

        private static float* PointerOrNull(Numbers? numbers) => numbers is null ? null : numbers.Pointer;

        private static SumsNormalization? Normalization(float* gains) => gains == null ? null : new SumsNormalization { Gains = gains };

        public void Dispose() => _all.ForEach(numbers => numbers.Dispose());

        private Numbers New(int count, double size)
        {
            _all.Add(new Numbers(count, _random, size));
            return _all[^1];
        }

        /// <summary>One sequence in double precision.</summary>
        public sealed class Reader
        {
            private readonly Weights _of;
            private readonly (double[] Hidden, double[] Cell)[] _states;
            private double[] _input = new double[Width];
            private double[] _probabilities = [];

            public Reader(Weights of)
            {
                _of = of;
                _states = [.. of._layers.Select(layer => (Doubles(layer.Hidden), Doubles(layer.Cell)))];
                Step();
            }

            public void Read(int symbol)
            {
                _input = [.. Enumerable.Range(0, Width).Select(i => (double)_of._embedding[symbol * Width + i])];
                Step();
            }

            public int Draw(double uniform)
            {
                var (sum, symbol) = (_probabilities[0], 0);
                while (sum <= uniform * _probabilities.Sum())
                    sum += _probabilities[++symbol];
                return symbol;
            }

            private void Step()
            {
                var input = _input;
                for (var l = 0; l < _states.Length; l++)
                {
                    var layer = _of._layers[l];
                    var reference = new ReferenceCell(_of.Network.Cell, 1, 1, Units, false);
                    var sums = Product(layer.InputWeight, layer.InputBias.Count, input);
                    if (layer.InputGain is not null)
                        sums = ReferenceCell.Normalized(sums, Doubles(layer.InputGain));
                    var (hidden, _, cell) = reference.Run(
                        Sum(sums, layer.InputBias), Doubles(layer.HiddenWeight), Doubles(layer.HiddenBias), _states[l].Hidden, _states[l].Cell, null,
                        layer.HiddenGain is null ? null : new(
                            Doubles(layer.HiddenGain), layer.CellGain is null ? [] : Doubles(layer.CellGain), layer.CellBias is null ? [] : Doubles(layer.CellBias)));
                    _states[l] = (hidden, cell);
                    input = hidden;
                }
                var logits = Sum(Product(_of._outputWeight, Symbols, input), _of._outputBias);
                _probabilities = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
            }

            private static double[] Product(Numbers weight, int outputs, double[] input) =>
                [.. Enumerable.Range(0, outputs).Select(row => input.Select((value, i) => value * weight[row * input.Length + i]).Sum())];

            private static double[] Sum(double[] values, Numbers bias) => [.. values.Select((value, i) => value + bias[i])];

            private static double[] Doubles(Numbers numbers) => [.. Enumerable.Range(0, numbers.Count).Select(i => (double)numbers[i])];
        }
    }
}
