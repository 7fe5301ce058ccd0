using ProfessorForcing.Data.Text;

using TorchSharp;

namespace ProfessorForcing.Tests.Data.Text;

public sealed class SymbolRowsTests
{
    [Fact]
    public void Rows_become_a_batch_of_the_same_elements()
    {
        using var scope = torch.NewDisposeScope();
        var batch = new TextSet(new[] { 1, 2, 3, 4, 5 }, 3).Read([1, 0]);
        Assert.Equal([2, 3], batch.Elements.shape);
        Assert.Equal(torch.ScalarType.Int64, batch.Elements.dtype);
        Assert.Equal([4, 5, 0, 1, 2, 3], batch.Elements.data<long>().ToArray());
        Assert.Equal([2, 3], batch.Lengths);
        Assert.Equal((2, 3, 5L, true), (batch.Rows, batch.Steps, batch.Count, batch.IsPadded));
    }
}
