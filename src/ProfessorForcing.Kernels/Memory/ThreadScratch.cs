namespace ProfessorForcing.Kernels.Memory;

/// <summary>Space that kernels on one thread use again and again; it grows on demand, and its content is undefined.</summary>
internal sealed unsafe class ThreadScratch
{
    [ThreadStatic]
    private static ThreadScratch? _ofThisThread;

    private readonly AlignedBuffer[] _buffers = [new(0), new(0), new(0)];

    public static ThreadScratch OfThisThread => _ofThisThread ??= new();

    /// <summary>For a packed left factor.</summary>
    public float* Left(nint length) => Grown(0, length);

    /// <summary>For a packed right factor.</summary>
    public float* Right(nint length) => Grown(1, length);

    /// <summary>For a few rows that are worked on.</summary>
    public float* Tile(nint length) => Grown(2, length);

    private float* Grown(int index, nint length)
    {
        if (_buffers[index].Length < length)
        {
            _buffers[index].Dispose();
            _buffers[index] = new AlignedBuffer(length);
        }
        return _buffers[index].Data;
    }
}
