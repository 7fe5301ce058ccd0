using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Outputs;

public sealed class CategoricalOutputTests
{
    private static readonly float Highest = MathF.BitDecrement(1);

    [Fact]
    public void The_log_probability_is_that_of_one_softmax()
    {
        using var scope = NewDisposeScope();
        var output = new CategoricalOutput(3);
        var logits = tensor(new float[] { 1, 2, 3, 0, 0, 0 }, 1, 2, 3);
        var elements = tensor(new long[] { 2, 1 }, 1, 2);
        var normalizer = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3));
        Close.Numbers([3 - normalizer, -Math.Log(3)], Networks.Numbers(output.LogProbability(logits, elements)));
        Close.Numbers(
            [Math.Exp(1 - normalizer), Math.Exp(2 - normalizer), Math.Exp(3 - normalizer), 1 / 3.0, 1 / 3.0, 1 / 3.0],
            Networks.Numbers(output.Probabilities(logits)));
    }

    // Sampling from softmax(softmax(logits)) would be nearly uniform.
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(3.0)]
    public void Sampled_frequencies_are_those_of_the_softmax(double temperature)
    {
        using var scope = NewDisposeScope();
        const int Draws = 20_000;
        float[] logits = [2, 0, -1, 1, -3];
        var symbols = Draw(logits, Uniforms(Draws), new SamplingOptions { Temperature = temperature });
        var weights = logits.Select(logit => Math.Exp(logit / temperature)).ToArray();
        var chiSquare = weights.Select((weight, symbol) =>
        {
            var expected = Draws * weight / weights.Sum();
            var seen = symbols.Count(drawn => drawn == symbol);
            return (seen - expected) * (seen - expected) / expected;
        }).Sum();
        // 4 degrees of freedom: 23.5 is exceeded with probability 1e-4.
        Assert.True(chiSquare < 23.5, $"χ² = {chiSquare}");
    }

    [Fact]
    public void Rows_are_drawn_from_their_own_distributions()
    {
        using var scope = NewDisposeScope();
        var certain = eye(5) * 1000;
        var uniforms = tensor(Uniforms(5), 5, 1);
        Assert.Equal([0L, 1, 2, 3, 4], new CategoricalOutput(5).Sample(certain, uniforms, SamplingOptions.Default).data<long>().ToArray());
    }

    [Fact]
    public void Neither_end_of_the_uniform_numbers_gives_a_symbol_of_probability_zero()
    {
        using var scope = NewDisposeScope();
        float[][] distributions =
        [
            [float.NegativeInfinity, 0, 1, float.NegativeInfinity], [-1000, 0, 1, -1000], [0, 1000, 0, 0], [-2000, -2000, -1000, -2000],
        ];
        foreach (var logits in distributions)
        {
            var possible = logits.Select(logit => Math.Exp(logit - logits.Max()) > 0).ToArray();
            foreach (var symbol in Draw(logits, [0, float.Epsilon, 0.5f, Highest], SamplingOptions.Default))
                Assert.True(possible[symbol], $"symbol {symbol} of [{string.Join(", ", logits)}]");
        }
    }

    [Fact]
    public void Cut_symbols_are_never_drawn_even_at_the_ends_of_the_uniform_numbers()
    {
        float[] logits = [-9, 3, 2, 1, -9];
        float[] ends = [0, Highest];
        Assert.Equal([1L, 2], Draw(logits, ends, new SamplingOptions { TopK = 2 }));
        Assert.Equal([1L, 2], Draw(logits, ends, new SamplingOptions { TopP = 0.8 }));
    }

    [Theory]
    [InlineData(1, new long[] { 3 })]
    [InlineData(2, new long[] { 0, 3 })]
    [InlineData(3, new long[] { 0, 1, 3 })]
    [InlineData(5, new long[] { 0, 1, 2, 3, 4 })]
    [InlineData(9, new long[] { 0, 1, 2, 3, 4 })]
    [InlineData(0, new long[] { 0, 1, 2, 3, 4 })]
    public void Top_k_draws_exactly_the_k_likeliest(int k, long[] allowed) =>
        Assert.Equal(allowed, Support([1, 0.5f, -0.5f, 2, 0], new SamplingOptions { TopK = k }));

    [Fact]
    public void Top_k_draws_no_more_than_k_symbols_when_they_are_equally_likely() =>
        Assert.Equal(2, Support([0, 0, 0, 0, -1], new SamplingOptions { TopK = 2 }).Length);

    // Probabilities 0.4, 0.3, 0.2, 0.1 at places 2, 0, 3, 1.
    [Theory]
    [InlineData(0.001, new long[] { 2 })]
    [InlineData(0.39, new long[] { 2 })]
    [InlineData(0.41, new long[] { 0, 2 })]
    [InlineData(0.69, new long[] { 0, 2 })]
    [InlineData(0.71, new long[] { 0, 2, 3 })]
    [InlineData(0.91, new long[] { 0, 1, 2, 3 })]
    [InlineData(1, new long[] { 0, 1, 2, 3 })]
    public void Top_p_draws_exactly_the_smallest_set_that_reaches_p(double p, long[] allowed) =>
        Assert.Equal(allowed, Support([MathF.Log(0.3f), MathF.Log(0.1f), MathF.Log(0.4f), MathF.Log(0.2f)], new SamplingOptions { TopP = p }));

    [Fact]
    public void Top_p_is_taken_among_the_top_k() =>
        // Of the two likeliest, renormalised to 4/7 and 3/7, the first alone reaches a half.
        Assert.Equal([2L], Support(
            [MathF.Log(0.3f), MathF.Log(0.1f), MathF.Log(0.4f), MathF.Log(0.2f)], new SamplingOptions { TopK = 2, TopP = 0.5 }));

    [Fact]
    public void What_is_left_after_a_cut_keeps_its_proportions()
    {
        const int Draws = 10_000;
        var symbols = Draw([MathF.Log(0.3f), MathF.Log(0.1f), MathF.Log(0.6f)], Uniforms(Draws), new SamplingOptions { TopK = 2 });
        Assert.Equal(2 / 3.0, symbols.Count(symbol => symbol == 2) / (double)Draws, 5 * Math.Sqrt(2 / 9.0 / Draws));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-30)]
    [InlineData(1e-300)]
    public void At_a_temperature_near_zero_the_likeliest_is_drawn(double temperature) =>
        Assert.Equal([3L], Support([1, 0.5f, -0.5f, 2, 0], new SamplingOptions { Temperature = temperature }));

    [Fact]
    public void A_sampled_value_carries_no_gradient()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(2, 3, requires_grad: true);
        var drawn = new CategoricalOutput(3).Sample(logits, zeros(2, 1), SamplingOptions.Default);
        Assert.False(drawn.requires_grad);
        Assert.Equal(ScalarType.Int64, drawn.dtype);
    }

    private static float[] Uniforms(int count)
    {
        var values = new float[count];
        new RandomStream(11, "draws").Fill(values);
        return values;
    }

    private static long[] Draw(float[] logits, float[] uniforms, SamplingOptions options)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(logits, 1, logits.Length).expand(uniforms.Length, -1);
        return new CategoricalOutput(logits.Length).Sample(rows, tensor(uniforms, uniforms.Length, 1), options).data<long>().ToArray();
    }

    private static long[] Support(float[] logits, SamplingOptions options) =>
        [.. Draw(logits, [0, .. Uniforms(2000), Highest], options).Distinct().Order()];
}
