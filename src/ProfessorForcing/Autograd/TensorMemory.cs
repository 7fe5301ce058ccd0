using ProfessorForcing.Kernels.Matrices;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>Where the numbers of tensors lie, for kernels. A pointer is good as long as its tensor lives.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Whether there are kernels for a tensor: on the CPU, in single precision.</summary>
    public static bool HasKernels(Tensor tensor) => tensor.device_type == TorchSharp.DeviceType.CPU && tensor.dtype == ScalarType.Float32;

    /// <summary>A tensor for kernels to write to, of undefined content.</summary>
    public static Tensor Empty(params long[] shape) => empty(shape, dtype: ScalarType.Float32);

    /// <summary>The first number of a contiguous tensor of single precision on the CPU.</summary>
    public static float* Floats(Tensor tensor) => (float*)Of(tensor, ScalarType.Float32);

    /// <summary>The same, or null where there is no tensor.</summary>
    public static float* FloatsOrNull(Tensor? tensor) => tensor is null ? null : Floats(tensor);

    /// <summary>The same from a place in the first dimension on; null where there is no tensor.</summary>
    public static float* FloatsFrom(Tensor? tensor, int first) => tensor is null ? null : Floats(tensor) + first * (nint)(tensor.numel() / tensor.shape[0]);

    /// <summary>The first number of a contiguous tensor of 64-bit integers on the CPU.</summary>
    public static long* Longs(Tensor tensor) => (long*)Of(tensor, ScalarType.Int64);

    /// <summary>The first of a contiguous tensor of truth values on the CPU.</summary>
    public static bool* Booleans(Tensor tensor) => (bool*)Of(tensor, ScalarType.Bool);

    /// <summary>A contiguous tensor as a matrix: the last dimension's numbers are a row.</summary>
    public static Matrix Rows(Tensor tensor)
    {
        var columns = (int)tensor.shape[^1];
        return new Matrix(Floats(tensor), columns == 0 ? 0 : (int)(tensor.numel() / columns), columns);
    }

    private static void* Of(Tensor tensor, ScalarType type)
    {
        if (tensor.dtype != type || tensor.device_type != TorchSharp.DeviceType.CPU || !tensor.is_contiguous())
            throw new ArgumentException($"Kernels need a contiguous {type} tensor on the CPU, not {tensor.dtype} on {tensor.device}.", nameof(tensor));
        if (tensor.numel() == 0)
            return null;
        // One number only: a span cannot be as long as a tensor may be.
        using var flat = tensor.view(-1);
        using var first = flat.narrow(0, 0, 1);
        fixed (byte* pointer = first.bytes)
            return pointer;
    }
}
