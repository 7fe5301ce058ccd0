using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>Some rows of a weight W [O, I], packed once as the right factor of x·Wᵀ for many small products.</summary>
internal sealed unsafe class PackedWeight<TIsa, TVector> : IDisposable
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _data;
    private readonly int _outputs;
    private readonly int _inputs;

    /// <summary>Packs rows of a weight.</summary>
    /// <param name="weight">The first of the rows.</param>
    /// <param name="outputs">How many rows.</param>
    /// <param name="inputs">I.</param>
    public PackedWeight(float* weight, int outputs, int inputs)
    {
        (_outputs, _inputs) = (outputs, inputs);
        _data = BufferPool.Rent((nint)Packing<TIsa, TVector>.PaddedColumns(outputs) * inputs);
        Packing<TIsa, TVector>.RightTransposed(inputs, outputs, weight, inputs, _data.Data);
    }

    /// <summary>target += x·Wᵀ.</summary>
    /// <param name="rows">Rows of x.</param>
    /// <param name="packed">x, packed as a left factor.</param>
    /// <param name="target">[rows][outputs].</param>
    /// <param name="stride">From one row of the target to the next.</param>
    public void MultiplyAdd(int rows, float* packed, float* target, nint stride)
    {
        var edge = ThreadScratch.OfThisThread.Tile(TIsa.TileRows * 3 * TIsa.Lanes);
        PackedPanels<TIsa, TVector>.Multiply(rows, _outputs, _inputs, packed, _inputs, 0, _data.Data, target, stride, accumulate: true, edge);
    }

    public void Dispose() => BufferPool.Return(_data);
}
