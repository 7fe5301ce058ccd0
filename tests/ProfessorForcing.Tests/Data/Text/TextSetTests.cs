using CsCheck;

using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Text;

public sealed class TextSetTests
{
    private static TextSet Counting(int elements, int sequenceLength) => new(Enumerable.Range(1, elements).ToArray(), sequenceLength);

    [Fact]
    public void The_sequences_cover_every_element_exactly_once() =>
        Gen.Int[1, 40].SelectMany(length => Gen.Int[length, 400].Select(elements => (length, elements))).Sample((length, elements) =>
        {
            var set = Counting(elements, length);
            var rows = set.ReadRows(Enumerable.Range(0, set.Count).ToArray());
            var read = Enumerable.Range(0, set.Count).SelectMany(row => rows.Row(row).ToArray());
            return read.SequenceEqual(Enumerable.Range(1, elements).Select(element => (long)element))
                && set.ElementCount == elements && rows.Lengths.SkipLast(1).All(rowLength => rowLength == length);
        });

    [Fact]
    public void A_shorter_last_sequence_is_kept_and_padded_with_zero()
    {
        var set = Counting(7, 3);
        Assert.Equal(3, set.Count);
        var rows = set.ReadRows([2, 0]);
        Assert.Equal([1, 3], rows.Lengths);
        Assert.Equal([7, 0, 0, 1, 2, 3], rows.Elements);
    }

    [Fact]
    public void A_batch_is_as_long_as_its_longest_row()
    {
        var rows = Counting(7, 3).ReadRows([2]);
        Assert.Equal(1, rows.Steps);
        Assert.Equal([7], rows.Elements);
    }

    [Fact]
    public void A_longer_read_goes_on_into_what_follows()
    {
        var rows = Counting(7, 3).ReadRows([0, 1], length: 5);
        Assert.Equal([5, 4], rows.Lengths);
        Assert.Equal([1, 2, 3, 4, 5, 4, 5, 6, 7, 0], rows.Elements);
    }

    [Fact]
    public void A_shorter_read_takes_the_beginning() => Assert.Equal([4, 5], Counting(7, 3).ReadRows([1], length: 2).Elements);

    [Fact]
    public void A_text_shorter_than_one_sequence_is_an_input_error() => Assert.Equal(
        "the poem has 2 elements, fewer than one sequence of data.sequence_length (3)",
        Assert.Throws<InputDataException>(() => new TextSet(new int[2], 3, "the poem")).Message);

    [Fact]
    public void A_sequence_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Counting(7, 3).ReadRows([3]));
}
