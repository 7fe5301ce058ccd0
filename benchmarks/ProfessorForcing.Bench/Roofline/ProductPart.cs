using ProfessorForcing.Kernels.Matrices;

namespace ProfessorForcing.Bench.Roofline;

/// <summary>A product of large matrices, [M, N] from [M, K] and [K, N].</summary>
internal sealed unsafe class ProductPart : KernelPart
{
    private readonly Matrix _a;
    private readonly Matrix _b;
    private readonly Matrix _c;
    private readonly bool _isGradient;

    /// <summary>Makes the factors.</summary>
    /// <param name="what">What it does.</param>
    /// <param name="rows">M.</param>
    /// <param name="depth">K.</param>
    /// <param name="columns">N.</param>
    /// <param name="isGradient">Whether it is Aᵀ·B, as for the gradient of a weight, rather than A·Bᵀ, as for an affine map.</param>
    public ProductPart(string what, int rows, int depth, int columns, bool isGradient)
        : base(what)
    {
        var a = Numbers((nint)rows * depth);
        var b = Numbers((nint)depth * columns);
        _a = isGradient ? new Matrix(a, depth, rows) : new Matrix(a, rows, depth);
        _b = isGradient ? new Matrix(b, depth, columns) : new Matrix(b, columns, depth);
        _c = new Matrix(Numbers((nint)rows * columns), rows, columns);
        _isGradient = isGradient;
        Flops = 2.0 * rows * depth * columns;
        WorkingSet = sizeof(float) * ((long)rows * depth + (long)depth * columns + (long)rows * columns);
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override double Bytes => WorkingSet;

    /// <inheritdoc/>
    public override long WorkingSet { get; }

    /// <inheritdoc/>
    public override void Run() => MatrixMath.Multiply(_a, _isGradient, _b, !_isGradient, _c);
}
