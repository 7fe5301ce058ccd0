namespace ProfessorForcing.Kernels.Memory;

/// <summary>Buffers that are used for one piece of work and then by the next: fresh memory costs a page fault for every 4 KiB.</summary>
internal static class BufferPool
{
    private const int Most = 16;

    private static readonly List<AlignedBuffer> Free = [];

    /// <summary>A buffer of at least this many numbers, of undefined content.</summary>
    /// <exception cref="OutOfMemoryException">There is too little memory.</exception>
    public static AlignedBuffer Rent(nint length)
    {
        lock (Free)
        {
            // The smallest that is large enough, unless it is far too large.
            var best = -1;
            for (var i = 0; i < Free.Count; i++)
            {
                if (Free[i].Length >= length && Free[i].Length <= 4 * length && (best < 0 || Free[i].Length < Free[best].Length))
                    best = i;
            }
            if (best >= 0)
            {
                var buffer = Free[best];
                Free.RemoveAt(best);
                return buffer;
            }
        }
        return new AlignedBuffer(length);
    }

    /// <summary>Gives a buffer back.</summary>
    public static void Return(AlignedBuffer buffer)
    {
        AlignedBuffer? dropped = null;
        lock (Free)
        {
            Free.Add(buffer);
            if (Free.Count > Most)
            {
                dropped = Free[0];
                Free.RemoveAt(0);
            }
        }
        dropped?.Dispose();
    }
}
