using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>Reading single numbers out of tensors.</summary>
internal static class Scalars
{
    /// <summary>The value of a tensor of one floating-point number, in whatever precision.</summary>
    public static double Number(this Tensor scalar)
    {
        using var value = scalar.to_type(ScalarType.Float64);
        return value.item<double>();
    }
}
