using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// The largest arrays of a step, kept for the next one, which asks for the same sizes: memory that was given back to the system
/// (<see cref="Native.LargeBlocks"/>) comes again as fresh pages, which have to be cleared. What nobody has asked for in a while goes.
/// </summary>
internal static class TensorPool
{
    // Of larger ones, pages are a small part of the work, and memory is short.
    private const long MostBytes = 64 << 20;

    // More than a step rents.
    private const long While = 100;

    private static readonly List<(Tensor Tensor, long Since)> Free = [];

    private static long s_rents;

    /// <summary>A tensor for kernels to write to, of undefined content; in the current dispose scope.</summary>
    public static Tensor Rent(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        if (!IsKept(count))
            return TensorMemory.Empty(shape);
        lock (Free)
        {
            s_rents++;
            var i = Free.FindLastIndex(free => free.Tensor.numel() == count);
            if (i >= 0)
            {
                using var found = Free[i].Tensor;
                Free.RemoveAt(i);
                return found.view(shape);
            }
            Free.RemoveAll(free =>
            {
                var isOld = s_rents - free.Since > While;
                if (isOld)
                    free.Tensor.Dispose();
                return isOld;
            });
        }
        return TensorMemory.Empty(shape);
    }

    /// <summary>Gives back a rented tensor of which nobody holds a part; it cannot be used any more.</summary>
    public static void Return(Tensor rented)
    {
        // Given back already, or with its scope.
        if (rented.IsInvalid)
            return;
        if (IsKept(rented.numel()))
        {
            lock (Free)
                Free.Add((rented.alias().DetachFromDisposeScope(), s_rents));
        }
        rented.Dispose();
    }

    private static bool IsKept(long count) => count * sizeof(float) <= MostBytes;
}
