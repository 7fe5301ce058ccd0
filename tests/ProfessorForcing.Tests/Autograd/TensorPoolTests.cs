using ProfessorForcing.Autograd;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Autograd;

/// <summary>Of a size that no other test asks for; but others could make what is here old.</summary>
[Collection(nameof(TensorPoolTests))]
[CollectionDefinition(nameof(TensorPoolTests), DisableParallelization = true)]
public sealed class TensorPoolTests
{
    static TensorPoolTests() => NativeLibraries.Initialize();

    [Fact]
    public void What_is_given_back_is_the_next_of_its_size()
    {
        using var scope = NewDisposeScope();
        var first = TensorPool.Rent(7, 11, 13);
        first.fill_(5);
        TensorPool.Return(first);
        Assert.True(first.IsInvalid);
        var second = TensorPool.Rent(11, 91);
        Assert.Equal([11, 91], second.shape);
        Assert.Equal(5, second[3, 4].item<float>());
    }

    [Fact]
    public void What_is_rented_is_nobody_elses()
    {
        using var scope = NewDisposeScope();
        TensorPool.Return(TensorPool.Rent(7, 11, 13));
        var first = TensorPool.Rent(7, 11, 13).fill_(1);
        var second = TensorPool.Rent(7, 11, 13).fill_(2);
        Assert.Equal(1, first.max().item<float>());
        Assert.Equal(2, second.min().item<float>());
    }

    [Fact]
    public void Giving_back_twice_gives_back_once()
    {
        using var scope = NewDisposeScope();
        var rented = TensorPool.Rent(7, 11, 13);
        TensorPool.Return(rented);
        TensorPool.Return(rented);
        var first = TensorPool.Rent(7, 11, 13).fill_(1);
        TensorPool.Rent(7, 11, 13).fill_(2);
        Assert.Equal(1, first.max().item<float>());
    }

    [Fact]
    public void Sizes_that_change_from_step_to_step_do_not_pile_up()
    {
        for (var step = 0; step < 40; step++)
        {
            using var scope = NewDisposeScope();
            TensorPool.Return(TensorPool.Rent(1 << 20, 8 + step % 8));
            Assert.InRange(TensorPool.KeptBytes, 1, TensorPool.MostBytesInAll);
        }
    }

    [Fact]
    public void A_rented_tensor_belongs_to_the_scope()
    {
        Tensor rented;
        using (NewDisposeScope())
            rented = TensorPool.Rent(7, 11, 13);
        Assert.True(rented.IsInvalid);
    }
}
