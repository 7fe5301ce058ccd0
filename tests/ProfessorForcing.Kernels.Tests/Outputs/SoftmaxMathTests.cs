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
    public void Likelihoods_and_gradients_are_what_they_are_in_double_precision() => Cases.Sample(Check, iter: 40);

    // Symbols are taken in blocks of 1,024, and so are steps.
    [Theory]
    [InlineData(130, 2600, 1)]
    [InlineData(20, 10_000, 2)]
    [InlineData(1100, 30, 2)]
    [InlineData(2048, 20, 3)]
    public void So_they_are_for_many_symbols_and_for_many_steps(int steps, int symbols, int threads) => Check((steps, 8, symbols, true, threads, 3));

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

        var (wantHidden, wantWeight, wantBias) = (new double[toHidden.Count], new double[toWeight.Count], new double[toBias.Count]);
        for (var i = 0; i < it.Steps; i++)
        {
            var logits = Enumerable.Range(0, it.Symbols)
                .Select(v => bias[v] + Enumerable.Range(0, it.Units).Sum(k => (double)hidden[i * it.Units + k] * weight[v * it.Units + k])).ToArray();
            var largest = logits.Max();
            var sum = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
            Near(logits[targets[i]] - sum, likelihood[i], 1);
            for (var v = 0; v < it.Symbols; v++)
            {
                var gradient = upstream[i] * ((v == targets[i] ? 1 : 0) - Math.Exp(logits[v] - sum));
                wantBias[v] += gradient;
                for (var k = 0; k < it.Units; k++)
                {
                    wantWeight[v * it.Units + k] += gradient * hidden[i * it.Units + k];
                    wantHidden[i * it.Units + k] += gradient * weight[v * it.Units + k];
                }
            }
        }
        Assert.All(wantBias.Select((want, i) => (want, i)), pair => Near(pair.want, toBias[pair.i], 10));
        Assert.All(wantWeight.Select((want, i) => (want, i)), pair => Near(pair.want, toWeight[pair.i], 10));
        if (it.Hidden)
            Assert.All(wantHidden.Select((want, i) => (want, i)), pair => Near(pair.want, toHidden[pair.i], 10));

        void Near(double want, double got, double size) =>
            Assert.True(Math.Abs(want - got) <= 2e-6 * (size + Math.Abs(want)), $"{instructions} {it}: {got}, not {want}");
    });
}
