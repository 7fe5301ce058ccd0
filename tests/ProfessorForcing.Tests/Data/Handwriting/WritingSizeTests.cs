using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class WritingSizeTests
{
    [Fact]
    public void The_size_is_the_height_of_letters_however_the_line_rises()
    {
        Assert.Equal(10, WritingSize.Of(BlockWriting.Write("minimum", BlockWriting.Width)), 1e-5);
        Assert.InRange(WritingSize.Of(BlockWriting.Write("minimum of onions and of minima", BlockWriting.Width, slope: 0.1)), 12, 18);
        Assert.Equal(10, WritingSize.Of(BlockWriting.Write("i", BlockWriting.Width)), 1e-5);
    }

    [Fact]
    public void One_long_stroke_makes_no_difference()
    {
        var line = BlockWriting.Write("minimum of onions and", BlockWriting.Width);
        Assert.Equal(10, WritingSize.Of(line with { Points = [.. line.Points, new(-3, -900, true)] }), 1e-5);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(3000)]
    public void Whatever_the_unit_a_rescaled_line_is_the_same(double unit)
    {
        var line = WritingSize.Rescale(BlockWriting.Write("no mi", character => unit * BlockWriting.Width(character), height: unit * 10));
        Assert.Equal(WritingSize.Usual, WritingSize.Of(line), 0.01);
        Assert.All(line.Points.Zip(WritingSize.Rescale(BlockWriting.Write("no mi", BlockWriting.Width)).Points), pair =>
        {
            Assert.Equal(pair.Second.Dx, pair.First.Dx, 0.01);
            Assert.Equal(pair.Second.Dy, pair.First.Dy, 0.01);
            Assert.Equal(pair.Second.LiftsPen, pair.First.LiftsPen);
        });
    }

    [Fact]
    public void A_flat_line_has_no_size() => Assert.Equal(
        "the ink of 'dash' has no height, so that nothing says how large it is written",
        Assert.Throws<InputDataException>(() => WritingSize.Rescale(new("dash", "-", [new(0, 0, false), new(5, 0, true)]))).Message);

    [Fact]
    public void The_usual_size_is_that_of_the_database()
    {
        var sizes = IamOnDbPrepared.Read(RealData.With("iam-ondb/strokes.npz")).Where(line => line.Split == IamSplit.Train).Select(line => WritingSize.Of(line.Line));
        Assert.Equal(319, Ink.Median(sizes));
    }
}
