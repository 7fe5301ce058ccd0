using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>W_ih·x, step by step. Each worker has the units that are its own in the layer.</summary>
/// <param name="gates">G.</param>
/// <param name="units">H.</param>
/// <param name="weight">W_ih: [G·H, I].</param>
/// <param name="inputs">I.</param>
/// <param name="workers">How many workers.</param>
internal sealed unsafe class InputProduct<TIsa, TVector>(int gates, int units, float* weight, int inputs, int workers) : IDisposable
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    private readonly PackedWeight<TIsa, TVector>?[] _weights = new PackedWeight<TIsa, TVector>?[workers * gates];

    /// <summary>What a worker does before the first step.</summary>
    public void Prepare(int worker)
    {
        var (unit, count) = Units(worker);
        for (var gate = 0; gate < gates; gate++)
            _weights[worker * gates + gate] = new(weight + ((nint)gate * units + unit) * inputs, count, inputs);
    }

    /// <summary>A worker's share of a step.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="rows">N.</param>
    /// <param name="packed">x, packed as a left factor.</param>
    /// <param name="target">[N, G·H].</param>
    public void Run(int worker, int rows, float* packed, float* target)
    {
        var (unit, count) = Units(worker);
        var stride = (nint)gates * units;
        for (var gate = 0; gate < gates; gate++)
        {
            var own = target + (nint)gate * units + unit;
            for (var row = 0; row < rows; row++)
                new Span<float>(own + row * stride, count).Clear();
            _weights[worker * gates + gate]!.MultiplyAdd(rows, packed, own, stride);
        }
    }

    public void Dispose()
    {
        foreach (var part in _weights)
            part?.Dispose();
    }

    // The same as in the layer: nobody waits between the product and the gates.
    private (int First, int Count) Units(int worker)
    {
        var (first, blocks) = UnitBlocks<TIsa, TVector>.Share(units, worker, workers);
        return UnitBlocks<TIsa, TVector>.Units(units, first, blocks);
    }
}
