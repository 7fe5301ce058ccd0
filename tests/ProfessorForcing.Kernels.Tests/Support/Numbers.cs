using System.Runtime.InteropServices;

using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Kernels.Tests.Support;

/// <summary>Random numbers that stay where they are, for kernels that take pointers.</summary>
internal sealed unsafe class Numbers : IDisposable
{
    private readonly float[] _values;
    private readonly GCHandle _pin;

    public Numbers(int count, RandomStream? random = null, double size = 1)
    {
        _values = new float[count];
        foreach (ref var value in _values.AsSpan())
            value = random is null ? float.NaN : (float)(size * random.NextGaussian());
        _pin = GCHandle.Alloc(_values, GCHandleType.Pinned);
    }

    public float* Pointer => (float*)_pin.AddrOfPinnedObject();

    public int Count => _values.Length;

    public float this[int index]
    {
        get => _values[index];
        set => _values[index] = value;
    }

    public void Dispose() => _pin.Free();
}
