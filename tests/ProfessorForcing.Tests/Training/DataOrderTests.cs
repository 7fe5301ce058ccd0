using CsCheck;

using ProfessorForcing.Training;

namespace ProfessorForcing.Tests.Training;

public sealed class DataOrderTests
{
    private static readonly Gen<(ulong Seed, int Count, int BatchSize)> Sizes = Gen.Select(Gen.ULong, Gen.Int[1, 40], Gen.Int[1, 50]);

    [Fact]
    public void Every_epoch_reads_each_sequence_once() => Sizes.Sample((seed, count, batchSize) =>
    {
        var order = new DataOrder(seed, count, batchSize);
        var step = 1L;
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var read = new List<int>();
            for (var i = 0; i < order.StepsPerEpoch; i++, step++)
            {
                Assert.Equal(epoch, order.EpochOf(step));
                var batch = order.At(step).ToArray();
                Assert.True(batch.Length == batchSize || i == order.StepsPerEpoch - 1 && batch.Length > 0);
                read.AddRange(batch);
            }
            Assert.Equal(Enumerable.Range(0, count), read.Order());
        }
    });

    [Fact]
    public void Any_step_reached_at_once_is_the_one_reached_step_by_step() => Sizes.SelectMany(sizes => Gen.Long[1, 200].Select(step => (sizes, step)))
        .Sample(sample =>
        {
            var ((seed, count, batchSize), step) = sample;
            var sequential = new DataOrder(seed, count, batchSize);
            var expected = Array.Empty<int>();
            for (var i = 1L; i <= step; i++)
                expected = sequential.At(i).ToArray();
            var other = new DataOrder(seed, count, batchSize);
            other.At(step + 100);
            return expected.SequenceEqual(new DataOrder(seed, count, batchSize).At(step).ToArray()) && expected.SequenceEqual(other.At(step).ToArray());
        });

    [Fact]
    public void Epochs_and_seeds_have_different_orders()
    {
        static int[] Epoch(ulong seed, int epoch) => new DataOrder(seed, 100, 100).At(epoch + 1).ToArray();
        Assert.NotEqual(Epoch(1, 0), Epoch(1, 1));
        Assert.NotEqual(Epoch(1, 0), Epoch(2, 0));
        Assert.NotEqual(Enumerable.Range(0, 100), Epoch(1, 0));
        Assert.Equal(Epoch(1, 0), Epoch(1, 0));
    }
}
