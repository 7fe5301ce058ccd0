using System.Numerics;

using CsCheck;

using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Kernels.Tests.Random;

public sealed class RandomStreamTests
{
    // The first outputs of the published C code of xoshiro256++ from the state 1, 2, 3, 4.
    private static readonly ulong[] Published =
    [
        41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
        9973669472204895162, 14011001112246962877, 12406186145184390807, 15849039046786891736, 10450023813501588000,
    ];

    [Fact]
    public void The_outputs_are_those_published_for_xoshiro256_plus_plus()
    {
        var stream = RandomStream.FromState(new RandomState(1, 2, 3, 4));
        Assert.Equal(Published, Published.Select(_ => stream.NextUInt64()));
    }

    [Fact]
    public void The_state_comes_from_split_mix()
    {
        // SplitMix64 from 0 gives these published values; the seed is chosen so that its mixing with the name's hash is 0.
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in "dropout")
            hash = unchecked((hash ^ c) * 0x100000001B3UL);
        var stream = new RandomStream(BitOperations.RotateLeft(hash, 32), "dropout");
        Assert.Equal(
            new RandomState(0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC), stream.State);
    }

    [Fact]
    public void A_saved_state_continues_the_stream() =>
        Gen.Select(Gen.ULong, Gen.String, Gen.Int[0, 20]).Sample((seed, name, consumed) =>
        {
            var stream = new RandomStream(seed, name);
            for (var i = 0; i < consumed; i++)
                stream.NextGaussian();
            var saved = stream.State;
            var expected = Enumerable.Range(0, 8).Select(_ => stream.NextUInt64()).ToArray();
            var copy = RandomStream.FromState(saved);
            stream.State = saved;
            return expected.SequenceEqual(expected.Select(_ => copy.NextUInt64())) && expected.SequenceEqual(expected.Select(_ => stream.NextUInt64()));
        });

    [Fact]
    public void A_state_of_zeros_is_refused() =>
        Assert.Throws<ArgumentException>(() => RandomStream.FromState(new RandomState(0, 0, 0, 0)));

    [Fact]
    public void Equal_seeds_and_names_give_equal_streams_and_others_do_not()
    {
        static ulong[] First(ulong seed, string name)
        {
            var stream = new RandomStream(seed, name);
            return [.. Enumerable.Range(0, 4).Select(_ => stream.NextUInt64())];
        }
        Assert.Equal(First(1, "sampling"), First(1, "sampling"));
        string[] names = ["sampling", "dropout", "samplinh", "Sampling", "", "sample/1", "sample/2", "sample/10", "order/0", "order/1"];
        var all = names.SelectMany(name => new ulong[] { 0, 1, 2, ulong.MaxValue }.SelectMany(seed => First(seed, name))).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Streams_of_neighbouring_names_and_seeds_are_uncorrelated()
    {
        const int Count = 20_000;
        RandomStream[] streams =
            [new(1, "sample/0"), new(1, "sample/1"), new(2, "sample/0"), new(3, "sample/0"), new(1, "dropout"), new(1ul << 32, "sample/0")];
        var draws = streams.Select(stream => Enumerable.Range(0, Count).Select(_ => stream.NextDouble() - 0.5).ToArray()).ToArray();
        for (var i = 0; i < draws.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var correlation = 12 * draws[i].Zip(draws[j], (a, b) => a * b).Average();
                Assert.InRange(correlation, -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
            }
        }
    }

    [Fact]
    public void Uniform_numbers_lie_in_the_half_open_unit_interval_with_their_full_resolution()
    {
        var highest = RandomStream.FromState(StateWithFirstOutput(ulong.MaxValue));
        Assert.Equal(1 - Math.Pow(2, -53), highest.NextDouble());
        highest = RandomStream.FromState(StateWithFirstOutput(ulong.MaxValue));
        Assert.Equal(1 - MathF.Pow(2, -24), highest.NextSingle());
        var lowest = RandomStream.FromState(StateWithFirstOutput(0));
        Assert.Equal(0, lowest.NextDouble());
    }

    [Fact]
    public void Integers_cover_their_range_without_bias() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 40]).Sample((seed, count) =>
        {
            const int Draws = 4000;
            var stream = new RandomStream(seed, "int");
            var counts = new int[count];
            for (var i = 0; i < Draws; i++)
                counts[stream.NextInt(count)]++;
            var expected = (double)Draws / count;
            var chiSquare = counts.Sum(seen => (seen - expected) * (seen - expected) / expected);
            // Mean count − 1, variance 2 (count − 1): seven deviations and a little.
            return chiSquare < count - 1 + 7 * Math.Sqrt(2 * (count - 1)) + 10;
        }, iter: 200);

    [Fact]
    public void An_integer_range_that_does_not_divide_the_word_is_not_biased()
    {
        // Multiply-and-shift without rejection would take the low 64-bit values 0 .. (2⁶⁴ mod 3) − 1 too; the first of them is refused.
        var stream = RandomStream.FromState(StateWithFirstOutput(0));
        var second = RandomStream.FromState(StateWithFirstOutput(0));
        second.NextUInt64();
        Assert.Equal(second.NextInt(3), stream.NextInt(3));
        Assert.Equal(second.State, stream.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_empty_integer_range_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, "int").NextInt(count));

    [Fact]
    public void Gaussian_draws_have_the_moments_of_the_standard_normal()
    {
        const int Count = 100_000;
        var stream = new RandomStream(7, "gaussian");
        var draws = Enumerable.Range(0, Count).Select(_ => stream.NextGaussian()).ToArray();
        var error = 1 / Math.Sqrt(Count);
        Assert.InRange(draws.Average(), -5 * error, 5 * error);
        Assert.InRange(draws.Average(x => x * x), 1 - 5 * Math.Sqrt(2) * error, 1 + 5 * Math.Sqrt(2) * error);
        Assert.InRange(draws.Average(x => x * x * x), -5 * Math.Sqrt(15) * error, 5 * Math.Sqrt(15) * error);
        Assert.InRange(draws.Average(x => x * x * x * x), 3 - 5 * Math.Sqrt(96) * error, 3 + 5 * Math.Sqrt(96) * error);
        Assert.All(draws, x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void Filling_a_span_equals_drawing_one_by_one()
    {
        var values = new float[17];
        new RandomStream(3, "fill").Fill(values);
        var stream = new RandomStream(3, "fill");
        Assert.Equal(values, values.Select(_ => stream.NextSingle()));
        Assert.Equal(0.5, values.Average(), 0.25);
    }

    [Fact]
    public void Shuffling_permutes() =>
        Gen.Select(Gen.ULong, Gen.Int.Array[0, 50]).Sample((seed, values) =>
        {
            var shuffled = values.ToArray();
            new RandomStream(seed, "shuffle").Shuffle(shuffled.AsSpan());
            return values.Order().SequenceEqual(shuffled.Order());
        });

    [Fact]
    public void Every_order_is_equally_likely()
    {
        var stream = new RandomStream(5, "shuffle");
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            var values = "abcd".ToCharArray();
            stream.Shuffle(values.AsSpan());
            var order = new string(values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        // 23 degrees of freedom: 58 is exceeded with a probability below 1e-4.
        Assert.True(counts.Values.Sum(count => (count - 1000.0) * (count - 1000) / 1000) < 58);
    }

    // s0 = 0, s3 = x gives rotl(x, 23) + 0.
    private static RandomState StateWithFirstOutput(ulong output) => new(0, 1, 1, BitOperations.RotateRight(output, 23));
}
