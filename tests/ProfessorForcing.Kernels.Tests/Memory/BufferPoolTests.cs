using ProfessorForcing.Kernels.Memory;

namespace ProfessorForcing.Kernels.Tests.Memory;

public unsafe class BufferPoolTests
{
    [Fact]
    public void A_buffer_that_is_given_back_is_used_again_though_one_larger_than_the_pool_came_between()
    {
        // Of a size that nobody else asks for.
        const int Length = 1_999_993;
        var first = BufferPool.Rent(Length);
        var place = (nint)first.Data;
        BufferPool.Return(first);
        BufferPool.Return(BufferPool.Rent(5 << 20));
        var second = BufferPool.Rent(Length);
        Assert.Equal(place, (nint)second.Data);
        BufferPool.Return(second);
    }
}
