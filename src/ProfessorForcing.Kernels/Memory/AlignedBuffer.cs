using System.Runtime.InteropServices;

namespace ProfessorForcing.Kernels.Memory;

/// <summary>Single-precision numbers outside the managed heap, aligned to cache lines.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>Makes a buffer of undefined content.</summary>
    /// <exception cref="OutOfMemoryException">There is too little memory.</exception>
    public AlignedBuffer(nint length)
    {
        Data = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), Alignment);
        Length = length;
    }

    ~AlignedBuffer() => Free();

    /// <summary>The first number.</summary>
    public float* Data { get; private set; }

    /// <summary>How many numbers there are.</summary>
    public nint Length { get; private set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Data);
        Data = null;
        Length = 0;
    }
}
