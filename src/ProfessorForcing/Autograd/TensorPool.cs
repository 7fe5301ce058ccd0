using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// The largest arrays of a step, kept for the next one, which asks for the same sizes: memory that was given back to the system
/// (<see cref="Native.LargeBlocks"/>) comes again as fresh pages, which have to be cleared. What nobody has asked for in a while goes, and the
/// oldest where sizes change from step to step and too much comes together.
/// </summary>
internal static class TensorPool
{
    // Of larger ones, pages are a small part of the work, and memory is short.
    private const long MostBytes = 64 << 20;

    /// <summary>Bytes that are kept in all.</summary>
    internal const long MostBytesInAll = 256 << 20;

    // More than a step rents.
    private const long While = 100;

    private static readonly List<(Tensor Tensor, long Since)> Free = [];

    private static long s_rents;
    private static long s_bytes;

    /// <summary>Bytes that are kept now.</summary>
    internal static long KeptBytes
    {
        get
        {
            lock (Free)
                return s_bytes;
        }
    }

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
                using var found = Take(i);
                return found.view(shape);
            }
            while (Free.Count > 0 && s_rents - Free[0].Since > While)
                DropOldest();
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
            {
                Free.Add((rented.alias().DetachFromDisposeScope(), s_rents));
                s_bytes += Bytes(rented);
                while (s_bytes > MostBytesInAll)
                    DropOldest();
            }
        }
        rented.Dispose();
    }

    private static void DropOldest() => Take(0).Dispose();

    private static Tensor Take(int i)
    {
        var tensor = Free[i].Tensor;
        Free.RemoveAt(i);
        s_bytes -= Bytes(tensor);
        return tensor;
    }

    private static long Bytes(Tensor tensor) => tensor.numel() * sizeof(float);

    private static bool IsKept(long count) => count * sizeof(float) <= MostBytes;
}
