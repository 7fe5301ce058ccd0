namespace ProfessorForcing.Kernels.Memory;

/// <summary>Buffers that are used for one piece of work and then by the next: fresh memory costs a page fault for every 4 KiB.</summary>
internal static class BufferPool
{
    // Of a buffer that is larger than all of this, page faults are a small part of the work.
    private const nint MostBytes = 16 << 20;

    private static readonly List<AlignedBuffer> Free = [];

    private static nint _bytes;

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
                return Take(best);
            }
        }
        return new AlignedBuffer(length);
    }

    /// <summary>Gives a buffer back.</summary>
    public static void Return(AlignedBuffer buffer)
    {
        if (Bytes(buffer) > MostBytes)
        {
            buffer.Dispose();
            return;
        }
        var dropped = new List<AlignedBuffer>();
        lock (Free)
        {
            Free.Add(buffer);
            _bytes += Bytes(buffer);
            while (_bytes > MostBytes)
                dropped.Add(Take(0));
        }
        dropped.ForEach(old => old.Dispose());
    }

    private static AlignedBuffer Take(int index)
    {
        var buffer = Free[index];
        Free.RemoveAt(index);
        _bytes -= Bytes(buffer);
        return buffer;
    }

    private static nint Bytes(AlignedBuffer buffer) => buffer.Length * sizeof(float);
}
