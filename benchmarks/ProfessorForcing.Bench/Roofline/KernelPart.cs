using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Bench.Roofline;

/// <summary>One kernel at one size, alone.</summary>
/// <param name="what">What it does.</param>
internal abstract unsafe class KernelPart(string what) : IDisposable
{
    private readonly List<AlignedBuffer> _buffers = [];
    private readonly RandomStream _random = new(1, "roofline");

    /// <summary>What it does.</summary>
    public string What { get; } = what;

    /// <summary>Floating-point operations of its matrix products.</summary>
    public abstract double Flops { get; }

    /// <summary>Bytes that it cannot do without reading or writing, each time it needs them anew.</summary>
    public abstract double Bytes { get; }

    /// <summary>Bytes that it goes over again and again.</summary>
    public abstract long WorkingSet { get; }

    /// <summary>Does it once.</summary>
    public abstract void Run();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }

    /// <summary>Numbers in −scale … scale.</summary>
    protected float* Numbers(nint count, double scale = 1)
    {
        var buffer = new AlignedBuffer(count);
        _buffers.Add(buffer);
        for (nint i = 0; i < count; i++)
            buffer.Data[i] = (float)(scale * (2 * _random.NextDouble() - 1));
        return buffer.Data;
    }
}
