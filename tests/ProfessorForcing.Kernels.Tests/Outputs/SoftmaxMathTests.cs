using CsCheck;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Outputs;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Tests.Support;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Tests.Outputs;

public unsafe class SoftmaxMathTests
{
    private static readonly Gen<(int Steps, int Units, int Symbols, bool Hidden, int Threads, int Seed)> Cases =
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 40], Gen.Int[1, 130], Gen.Bool, Gen.Int[1, 4], Gen.Int).Select((steps, units, symbols, hidden, threads, seed) =>
            (steps, units, symbols, hidden, threads, seed));

    [Fact]
    public void Likelihoods_and_gradients_are_what_they_are_in_double_precision() => Cases.Sample(Check, iter: 40, threads: 1);

    // Symbols are taken in blocks of 1,024, and so are steps.
    [Theory]
    [InlineData(130, 2600, 1)]
    [InlineData(20, 10_000, 2)]
    [InlineData(1100, 30, 2)]
    [InlineData(2048, 20, 3)]
    [InlineData(40_000, 5, 2)]
    public void So_they_are_for_many_symbols_and_for_many_steps(int steps, int symbols, int threads) => Check((steps, 8, symbols, true, threads, 3));

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_symbol_that_there_is_not_is_refused(long symbol)
    {
        using var numbers = new Numbers(5 * 3);
        long[] targets = [0, symbol];
        fixed (long* pointer = targets)
        {
            var pass = new SoftmaxPass
            {
                Hidden = new Matrix(numbers.Pointer, 2, 3),
                Weight = new Matrix(numbers.Pointer, 5, 3),
                Bias = numbers.Pointer,
                Targets = pointer,
                LogSums = numbers.Pointer,
                LogProbability = numbers.Pointer,
            };
            Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxMath.Forward(pass));
        }
    }

    [Fact]
    public void No_step_gives_no_gradient()
    {
        using var numbers = new Numbers(5 * 3, new RandomStream(1, "x"));
        using var toWeight = new Numbers(5 * 3);
        using var toBias = new Numbers(5);
        var pass = new SoftmaxPass
        {
            Hidden = new Matrix(numbers.Pointer, 0, 3),
            Weight = new Matrix(numbers.Pointer, 5, 3),
            Bias = numbers.Pointer,
            Targets = null,
            LogSums = null,
            Upstream = null,
            WeightGradient = toWeight.Pointer,
            BiasGradient = toBias.Pointer,
        };
        SoftmaxMath.Backward(pass);
        Assert.All(Enumerable.Range(0, 15), i => Assert.Equal(0, toWeight[i]));
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(0, toBias[i]));
    }

    private static void Check((int Steps, int Units, int Symbols, bool Hidden, int Threads, int Seed) it) => Assert.All(Instructions.All, instructions =>
    {
        KernelThreads.Count = it.Threads;
        var random = new RandomStream((ulong)it.Seed, "softmax");
        using var hidden = new Numbers(it.Steps * it.Units, random);
        using var weight = new Numbers(it.Symbols * it.Units, random);
        using var bias = new Numbers(it.Symbols, random);
        using var upstream = new Numbers(it.Steps, random);
        using var logSums = new Numbers(it.Steps);
        using var likelihood = new Numbers(it.Steps);
        using var toHidden = new Numbers(it.Steps * it.Units);
        using var toWeight = new Numbers(it.Symbols * it.Units);
        using var toBias = new Numbers(it.Symbols);
        var targets = Enumerable.Range(0, it.Steps).Select(_ => (long)random.NextInt(it.Symbols)).ToArray();
        fixed (long* pointer = targets)
        {
            var pass = new SoftmaxPass
            {
                Hidden = new Matrix(hidden.Pointer, it.Steps, it.Units),
                Weight = new Matrix(weight.Pointer, it.Symbols, it.Units),
                Bias = bias.Pointer,
                Targets = pointer,
                LogSums = logSums.Pointer,
                LogProbability = likelihood.Pointer,
                Upstream = upstream.Pointer,
                HiddenGradient = it.Hidden ? toHidden.Pointer : null,
                WeightGradient = toWeight.Pointer,
                BiasGradient = toBias.Pointer,
            };
            SoftmaxMath.Run(instructions, pass, isForward: true);
            SoftmaxMath.Run(instructions, pass, isForward: false);
        }

        // Each with the sum of its terms' sizes, which is what rounding errors go by.
        var (wantHidden, wantWeight, wantBias) = (new (double Sum, double Size)[toHidden.Count], new (double Sum, double Size)[toWeight.Count], new (double Sum, double Size)[toBias.Count]);
        for (var i = 0; i < it.Steps; i++)
        {
            var logits = Enumerable.Range(0, it.Symbols)
                .Select(v => bias[v] + Enumerable.Range(0, it.Units).Sum(k => (double)hidden[i * it.Units + k] * weight[v * it.Units + k])).ToArray();
            var largest = logits.Max();
            var sum = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
            Near("log P", logits[targets[i]] - sum, likelihood[i], 2e-6 * (1 + Math.Abs(logits[targets[i]] - sum)));
            for (var v = 0; v < it.Symbols; v++)
            {
                var (one, probability) = (v == targets[i] ? 1 : 0, Math.Exp(logits[v] - sum));
                void Add(ref (double Sum, double Size) want, double factor) =>
                    want = (want.Sum + upstream[i] * (one - probability) * factor, want.Size + Math.Abs(upstream[i] * (one + probability) * factor));
                Add(ref wantBias[v], 1);
                for (var k = 0; k < it.Units; k++)
                {
                    Add(ref wantWeight[v * it.Units + k], hidden[i * it.Units + k]);
                    Add(ref wantHidden[i * it.Units + k], weight[v * it.Units + k]);
                }
            }
        }
        AllNear("bias", wantBias, toBias);
        AllNear("weight", wantWeight, toWeight);
        if (it.Hidden)
            AllNear("hidden", wantHidden, toHidden);

        void AllNear(string what, (double Sum, double Size)[] want, Numbers got)
        {
            for (var i = 0; i < want.Length; i++)
                Near(what, want[i].Sum, got[i], 1e-5 * want[i].Size);
        }
        void Near(string what, double want, double got, double tolerance) =>
            Assert.True(Math.Abs(want - got) <= tolerance, $"{instructions} {it}: {what} is {got}, not {want}");
    });
}
