using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Tests.Support;

namespace ProfessorForcing.Kernels.Tests.Recurrent;

/// <summary>A layer of random numbers, its reference in double precision, and what the kernels make of it.</summary>
internal sealed unsafe class RecurrentCaseLayer : IDisposable
{
    private readonly ReferenceCell _reference;
    private readonly List<Numbers> _all = [];

    public RecurrentCaseLayer(RecurrentCase it)
    {
        It = it;
        _reference = new ReferenceCell(it.Cell, it.Rows, it.Steps, it.Units, it.Reverse);
        var random = new RandomStream(it.Seed, "layer");
        var (gates, states) = (_reference.Gates, it.Rows * it.Units);
        Numbers New(int count, double size) => Keep(new Numbers(count, random, size));
        Input = New(it.Steps * states * gates, 1);
        Weight = New(gates * it.Units * it.Units, 1 / Math.Sqrt(it.Units));
        Bias = New(gates * it.Units, 0.5);
        Gain = New(gates * it.Units, 1);
        CellGain = New(it.Units, 1);
        CellBias = New(it.Units, 0.5);
        InitialHidden = New(states, 0.5);
        InitialCell = New(states, 0.5);
        Mask = New(it.Steps * it.Rows, 1);
        for (var i = 0; i < Mask.Count; i++)
            Mask[i] = random.NextDouble() < 0.3 ? 0 : 1;
        HiddenUp = New(it.Steps * it.Rows * (it.Units + it.Gap), 1);
        CandidateUp = New(it.Steps * states, 1);
        CellUp = New(it.Steps * states, 1);
        Hidden = Keep(new Numbers(it.Steps * it.Rows * (it.Units + it.Gap)));
        Candidate = Keep(new Numbers(it.Steps * states));
        CellState = Keep(new Numbers(it.Steps * states));
        Saved = Keep(new Numbers(it.Steps * states * gates));
        GateGradient = Keep(new Numbers(it.Steps * states * gates));
        HiddenCandidateGradient = Keep(new Numbers(it.Steps * states));
        NormalizedSums = Keep(new Numbers(it.Steps * states * gates));
        Means = Keep(new Numbers(it.Steps * it.Rows));
        Scales = Keep(new Numbers(it.Steps * it.Rows));
        NormalizedCell = Keep(new Numbers(it.Steps * states));
        CellMeans = Keep(new Numbers(it.Steps * it.Rows));
        CellScales = Keep(new Numbers(it.Steps * it.Rows));
        ShownGradient = Keep(new Numbers(it.Steps * states));
        SumGradient = Keep(new Numbers(it.Steps * states * gates));
        InitialHiddenGradient = Keep(new Numbers(states));
        InitialCellGradient = Keep(new Numbers(states));
        Pass = NewPass(statesAreKnown: false);
    }

    private RecurrentPass NewPass(bool statesAreKnown)
    {
        var (it, isLstm) = (It, It.Cell == RecurrentCell.Lstm);
        return new RecurrentPass
        {
            StatesAreKnown = statesAreKnown,
            Rows = it.Rows,
            Steps = it.Steps,
            Units = it.Units,
            Reverse = it.Reverse,
            HiddenWeight = Weight.Pointer,
            HiddenBias = Bias.Pointer,
            HiddenNormalization = !it.Normalized ? null : new SumsNormalization
            {
                Gains = Gain.Pointer,
                Normalized = NormalizedSums.Pointer,
                Means = Means.Pointer,
                Scales = Scales.Pointer,
                SumGradient = SumGradient.Pointer,
            },
            CellNormalization = !it.Normalized || !isLstm ? null : new SumsNormalization
            {
                Gains = CellGain.Pointer,
                Normalized = NormalizedCell.Pointer,
                Means = CellMeans.Pointer,
                Scales = CellScales.Pointer,
            },
            CellBias = CellBias.Pointer,
            ShownGradient = ShownGradient.Pointer,
            InputGates = Input.Pointer,
            Keep = it.Masked ? Mask.Pointer : null,
            InitialHidden = it.Initial ? InitialHidden.Pointer : null,
            InitialCell = it.Initial && isLstm ? InitialCell.Pointer : null,
            Hidden = Hidden.Pointer,
            HiddenStride = it.Units + it.Gap,
            Candidate = Candidate.Pointer,
            Cell = isLstm ? CellState.Pointer : null,
            Saved = Saved.Pointer,
            HiddenGradient = HiddenUp.Pointer,
            HiddenGradientStride = it.Units + it.Gap,
            CandidateGradient = CandidateUp.Pointer,
            CellGradient = isLstm ? CellUp.Pointer : null,
            GateGradient = GateGradient.Pointer,
            HiddenCandidateGradient = isLstm ? null : HiddenCandidateGradient.Pointer,
            InitialHiddenGradient = it.Initial ? InitialHiddenGradient.Pointer : null,
            InitialCellGradient = it.Initial && isLstm ? InitialCellGradient.Pointer : null,
        };
    }

    public RecurrentCase It { get; }

    public RecurrentPass Pass { get; }

    public Numbers Input { get; }

    public Numbers Weight { get; }

    public Numbers Bias { get; }

    public Numbers Hidden { get; }

    public Numbers Candidate { get; }

    public Numbers CellState { get; }

    private Numbers Gain { get; }

    private Numbers CellGain { get; }

    private Numbers CellBias { get; }

    // What is normalised of the sums, and of an LSTM's c.
    private Numbers[] OfNormalization => !It.Normalized ? [] : It.Cell == RecurrentCell.Lstm ? [NormalizedSums, NormalizedCell] : [NormalizedSums];

    private Numbers NormalizedSums { get; }

    private Numbers NormalizedCell { get; }

    private Numbers CellMeans { get; }

    private Numbers CellScales { get; }

    private Numbers ShownGradient { get; }

    private Numbers Means { get; }

    private Numbers Scales { get; }

    private Numbers SumGradient { get; }

    private Numbers InitialHidden { get; }

    private Numbers InitialCell { get; }

    private Numbers Mask { get; }

    private Numbers HiddenUp { get; }

    private Numbers CandidateUp { get; }

    private Numbers CellUp { get; }

    private Numbers Saved { get; }

    private Numbers GateGradient { get; }

    private Numbers HiddenCandidateGradient { get; }

    private Numbers InitialHiddenGradient { get; }

    private Numbers InitialCellGradient { get; }

    public float[] Results() => [.. new[] { Hidden, Candidate, GateGradient, InitialHiddenGradient, NormalizedSums, Means, Scales, SumGradient, NormalizedCell, ShownGradient }.SelectMany(All)];

    public void Forward(InstructionSet instructions) => RecurrentMath.Forward(instructions, It.Cell, Pass);

    // Into arrays that hold something else.
    public void ForwardAgain(InstructionSet instructions)
    {
        foreach (var numbers in new[] { Saved, Candidate }.Concat(OfNormalization))
            new Span<float>(numbers.Pointer, numbers.Count).Fill(9);
        RecurrentMath.Forward(instructions, It.Cell, NewPass(statesAreKnown: true));
    }

    public float[] AllSaved() => [.. new[] { Hidden, Candidate, CellState }.Concat(OfNormalization).SelectMany(All), .. All(Saved).Where((_, i) => i / It.Units % _reference.Gates < 3)];

    public void Backward(InstructionSet instructions) => RecurrentMath.Backward(instructions, It.Cell, Pass);

    public (double[] Hidden, double[] Candidate, double[] Cell) Reference() =>
        Reference(Doubles(Input), Doubles(InitialHidden), Doubles(InitialCell), Doubles(Weight), Gains((_, values) => values));

    public void AssertClose(double[] expected, Numbers actual, string name, int stride)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var value = actual[i / It.Units * stride + i % It.Units];
            Assert.True(Math.Abs(value - expected[i]) <= 2e-6 * It.Precision * (1 + Math.Abs(expected[i])), $"{It}: {name}[{i}] is {value}, not {expected[i]}");
        }
    }

    // The gates' gradient along a random direction of all inputs, against the difference of the weighted outputs.
    public void AssertDerivatives()
    {
        var random = new RandomStream(It.Seed, "direction");
        double[] Direction(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
        var (input, hidden, cell) = (Direction(Input.Count), Direction(InitialHidden.Count), Direction(InitialCell.Count));
        var weight = It.Normalized ? Direction(Weight.Count) : new double[Weight.Count];
        var (gain, cellGain, cellBias) = (Direction(Gain.Count), Direction(It.Units), Direction(It.Units));
        const double Step = 1e-5;
        double At(double t) => Weighted(Reference(Moved(Input, input, t), Moved(InitialHidden, hidden, t), Moved(InitialCell, cell, t), Moved(Weight, weight, t),
            Gains((which, values) => [.. values.Zip(which == 0 ? gain : which == 1 ? cellGain : cellBias, (value, slope) => value + t * slope)])));
        var expected = (At(Step) - At(-Step)) / (2 * Step);
        double actual = 0, size = 0;
        void Add(Numbers gradient, double[] direction)
        {
            for (var i = 0; i < direction.Length; i++)
            {
                actual += gradient[i] * direction[i];
                size += Math.Pow(gradient[i] * direction[i], 2);
            }
        }
        Add(GateGradient, input);
        if (It.Initial)
        {
            Add(InitialHiddenGradient, hidden);
            if (It.Cell == RecurrentCell.Lstm)
                Add(InitialCellGradient, cell);
        }
        if (It.Normalized)
        {
            var (products, gains) = OfTheSums(weight, gain);
            Add(SumGradient, products);
            Add(NormalizedSums, gains);
            if (It.Cell == RecurrentCell.Lstm)
                Add(ShownGradient, [.. Enumerable.Range(0, ShownGradient.Count).Select(i => NormalizedCell[i] * cellGain[i % It.Units] + cellBias[i % It.Units])]);
        }
        Assert.True(Math.Abs(actual - expected) <= 1e-5 * It.Precision * (1 + Math.Sqrt(size)), $"{It}: the derivative is {actual}, not {expected}");
        if (It.Cell == RecurrentCell.Lstm)
            return;
        // q's gradient is a's times r.
        for (var i = 0; i < HiddenCandidateGradient.Count; i++)
        {
            var toCandidate = GateGradient[i / It.Units * 3 * It.Units + 2 * It.Units + i % It.Units];
            var reset = Saved[i / It.Units * 3 * It.Units + i % It.Units];
            Assert.Equal(toCandidate * reset, HiddenCandidateGradient[i]);
        }
    }

    public void Dispose() => _all.ForEach(numbers => numbers.Dispose());

    // How the sums move with the weights, and the gradient of the normalised sums' products with their moving gains.
    private (double[] Products, double[] Gains) OfTheSums(double[] weight, double[] gain)
    {
        var width = _reference.Gates * It.Units;
        var (products, gains) = (new double[SumGradient.Count], new double[SumGradient.Count]);
        for (var i = 0; i < products.Length; i++)
        {
            var (t, n, j) = (i / width / It.Rows, i / width % It.Rows, i % width);
            var before = It.Reverse ? t + 1 : t - 1;
            for (var k = 0; k < It.Units; k++)
            {
                var state = before >= 0 && before < It.Steps ? Hidden[(before * It.Rows + n) * (It.Units + It.Gap) + k]
                    : It.Initial ? InitialHidden[n * It.Units + k] : 0;
                products[i] += weight[j * It.Units + k] * state;
            }
            gains[i] = gain[j] * (It.Cell == RecurrentCell.Lstm || j < 2 * It.Units ? GateGradient[i] : HiddenCandidateGradient[i / width * It.Units + j - 2 * It.Units]);
        }
        return (products, gains);
    }

    private double Weighted((double[] Hidden, double[] Candidate, double[] Cell) outputs)
    {
        double sum = 0;
        for (var i = 0; i < outputs.Hidden.Length; i++)
        {
            sum += outputs.Hidden[i] * HiddenUp[i / It.Units * (It.Units + It.Gap) + i % It.Units] + outputs.Candidate[i] * CandidateUp[i];
            if (It.Cell == RecurrentCell.Lstm)
                sum += outputs.Cell[i] * CellUp[i];
        }
        return sum;
    }

    private (double[] Hidden, double[] Candidate, double[] Cell) Reference(
        double[] input, double[] initialHidden, double[] initialCell, double[] weight, ReferenceCell.Normalization normalization) =>
        _reference.Run(
            input, weight, Doubles(Bias), It.Initial ? initialHidden : null, It.Initial ? initialCell : null, It.Masked ? Doubles(Mask) : null,
            It.Normalized ? normalization : null);

    private ReferenceCell.Normalization Gains(Func<int, double[], double[]> map) =>
        new(map(0, Doubles(Gain)), map(1, Doubles(CellGain)), map(2, Doubles(CellBias)));

    private static IEnumerable<float> All(Numbers numbers) => Enumerable.Range(0, numbers.Count).Select(i => numbers[i]);

    private static double[] Doubles(Numbers numbers) => [.. Enumerable.Range(0, numbers.Count).Select(i => (double)numbers[i])];

    private static double[] Moved(Numbers numbers, double[] direction, double t) => [.. direction.Select((value, i) => numbers[i] + t * value)];

    private Numbers Keep(Numbers numbers)
    {
        _all.Add(numbers);
        return numbers;
    }
}
