using System.Runtime.Intrinsics;

using CsCheck;

using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Tests.Sampling;

public class SymbolSamplerTests
{
    private static readonly Gen<float[]> Logits = Gen.Float[-20, 20].Array[1, 70];

    [Fact]
    public void The_inverse_of_the_cumulative_distribution_is_drawn() => Gen.Select(Logits, Gen.Double[0, 0.999999], Gen.Double[0.2, 3]).Sample((logits, uniform, temperature) =>
    {
        var symbol = Draw(logits, uniform, new SymbolSampling { Temperature = temperature });
        var weights = logits.Select(logit => Math.Exp((logit - logits.Max()) / temperature)).ToArray();
        var below = weights.Take(symbol).Sum() / weights.Sum();
        Assert.InRange(uniform, below - 1e-5, below + weights[symbol] / weights.Sum() + 1e-5);
    });

    // They are added up by 256.
    [Fact]
    public void So_it_is_of_many_symbols() => Gen.Select(Gen.Float[-6, 6].Array[250, 1100], Gen.Double[0, 0.999999]).Sample((logits, uniform) =>
    {
        var symbol = Draw(logits, uniform, SymbolSampling.Default);
        var weights = logits.Select(logit => Math.Exp(logit - logits.Max())).ToArray();
        var below = weights.Take(symbol).Sum() / weights.Sum();
        Assert.InRange(uniform, below - 1e-5, below + weights[symbol] / weights.Sum() + 1e-5);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(511)]
    [InlineData(699)]
    public void The_only_one_that_has_a_probability_is_always_drawn(int only)
    {
        var logits = Enumerable.Repeat(float.NegativeInfinity, 700).ToArray();
        logits[only] = 3;
        Assert.Equal([only, only, only], new[] { 0, 0.5, 0.99999999 }.Select(uniform => Draw(logits, uniform, SymbolSampling.Default)));
        Assert.Equal([only, only, only], new[] { 0, 0.5, 0.99999999 }.Select(uniform => Draw([.. logits, float.NegativeInfinity], uniform, SymbolSampling.Default)));
    }

    [Fact]
    public void No_more_than_the_k_likeliest_are_drawn() => Gen.Select(Logits, Gen.Double[0, 0.999999], Gen.Int[1, 5]).Sample((logits, uniform, k) =>
    {
        var symbol = Draw(logits, uniform, new SymbolSampling { TopK = k });
        Assert.True(logits.Count(logit => logit > logits[symbol]) < k);
    });

    [Fact]
    public void No_more_than_the_likeliest_that_reach_p_are_drawn() => Gen.Select(Logits, Gen.Double[0, 0.999999], Gen.Double[0.05, 0.95]).Sample((logits, uniform, p) =>
    {
        var symbol = Draw(logits, uniform, new SymbolSampling { TopP = p });
        var weights = logits.Select(logit => Math.Exp(logit - logits.Max())).ToArray();
        Assert.True(weights.Where(weight => weight > weights[symbol]).Sum() / weights.Sum() < p + 1e-5);
    });

    [Fact]
    public void What_has_no_probability_is_never_drawn()
    {
        float[] logits = [0, float.NegativeInfinity, -200, 0];
        Assert.Equal([0, 0, 3, 3], new[] { 0, 0.49, 0.51, 0.99999999 }.Select(uniform => Draw(logits, uniform, SymbolSampling.Default)));
        Assert.Equal(1, Draw([3, 3.1f], 0.0001, new SymbolSampling { Temperature = 1e-6 }));
    }

    // By the widest instructions that there are for an even number of symbols, else by the narrowest.
    private static int Draw(float[] logits, double uniform, SymbolSampling sampling)
    {
        var copy = logits.AsSpan().ToArray();
        return logits.Length % 2 == 0 && Processor.Has(InstructionSet.Avx512)
            ? new SymbolSampler<Simd512, Vector512<float>>(logits.Length, sampling).Draw(copy, uniform)
            : new SymbolSampler<Simd128, Vector128<float>>(logits.Length, sampling).Draw(copy, uniform);
    }
}
