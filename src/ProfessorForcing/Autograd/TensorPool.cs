using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// The largest arrays of a step, kept for the next one: memory that was given back to the system (<see cref="Native.LargeBlocks"/>) comes
/// again as fresh pages, which have to be cleared. A step asks for the same sizes as the one before; where one is asked for that is not here,
/// what is here is of another time, and is let go of.
/// </summary>
internal static class TensorPool
{
    // Of larger ones, pages are a small part of the work, and memory is short.
    private const long MostBytes = 64 << 20;

    private static readonly List<Tensor> Free = [];

    /// <summary>A tensor for kernels to write to, of undefined content; in the current dispose scope.</summary>
    public static Tensor Rent(params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        lock (Free)
        {
            var i = Free.FindIndex(tensor => tensor.numel() == count);
            if (i >= 0)
            {
                using var found = Free[i];
                Free.RemoveAt(i);
                return found.view(shape);
            }
            Free.ForEach(tensor => tensor.Dispose());
            Free.Clear();
        }
        return TensorMemory.Empty(shape);
    }

    /// <summary>Gives back a rented tensor of which nobody holds a part; it cannot be used any more.</summary>
    public static void Return(Tensor rented)
    {
        // Given back already, or with its scope.
        if (rented.IsInvalid)
            return;
        if (rented.numel() * sizeof(float) <= MostBytes)
        {
            lock (Free)
                Free.Add(rented.alias().DetachFromDisposeScope());
        }
        rented.Dispose();
    }
}
