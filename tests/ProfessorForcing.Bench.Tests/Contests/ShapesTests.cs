using ProfessorForcing.Bench.Contests;

namespace ProfessorForcing.Bench.Tests.Contests;

public class ShapesTests
{
    [Fact]
    public void A_size_is_read_as_it_was_written()
    {
        Assert.All(new IShape[] { StepShape.CharPtbSmall, LikelihoodShape.Words }, shape => Assert.Equal(shape, Shapes.Parse(Shapes.Format(shape))));
    }

    [Theory]
    [InlineData("step/1/2")]
    [InlineData("other/1/2/3/4")]
    [InlineData("likelihood/1/2/3/a")]
    [InlineData("")]
    public void Anything_else_is_no_size(string text) => Assert.Throws<FormatException>(() => Shapes.Parse(text));
}
