using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>The soft window of a generator of handwriting (Graves 2013, equations 46 to 51), row by row.</summary>
internal sealed unsafe class PenWindow<TIsa, TVector>(PenGeneration generation)
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    private readonly int _components = generation.Network.WindowComponents;
    private readonly int _width = generation.TextWidth + 1;

    /// <summary>Moves a row's window on, and reads.</summary>
    /// <param name="row">The row.</param>
    /// <param name="hidden">h of the lowest layer: [H].</param>
    public void Step(int row, float* hidden)
    {
        var network = generation.Network;
        var raw = stackalloc float[3 * _components];
        for (var i = 0; i < 3 * _components; i++)
            raw[i] = Math.Clamp(network.WindowBias[i] + Dot(network.WindowWeight + (nint)i * network.Units, hidden, network.Units), -PenNetwork.LargestWindowNumber, PenNetwork.LargestWindowNumber);
        Exp(raw, 3 * _components);
        var place = generation.Place + (nint)row * _components;
        for (var k = 0; k < _components; k++)
            place[k] += raw[2 * _components + k];
        var weights = generation.Weights + (nint)row * _width;
        Weigh(raw, raw + _components, place, weights);
        var read = generation.Read + (nint)row * network.Characters;
        new Span<float>(read, network.Characters).Clear();
        var text = generation.Text + (nint)row * generation.TextWidth;
        for (var u = 0; u < generation.TextLengths[row]; u++)
            read[text[u]] += weights[u];
    }

    /// <summary>Whether the place after the text weighs more than every character.</summary>
    public bool HasEnded(int row)
    {
        var weights = new ReadOnlySpan<float>(generation.Weights + (nint)row * _width, _width);
        var length = generation.TextLengths[row];
        return weights[length] > 0 && !weights[..length].ContainsAnyInRange(weights[length], float.PositiveInfinity);
    }

    // φ(u) = Σ α·exp(−β·(κ − u)²) for u from 1 on.
    private void Weigh(float* weight, float* width, float* place, float* target)
    {
        var tail = stackalloc float[TIsa.Lanes];
        var lanes = stackalloc float[TIsa.Lanes];
        for (var lane = 0; lane < TIsa.Lanes; lane++)
            lanes[lane] = lane + 1;
        for (var u = 0; u < _width; u += TIsa.Lanes)
        {
            var (sum, places) = (TIsa.Zero, TIsa.Add(TIsa.Load(lanes), TIsa.Splat(u)));
            for (var k = 0; k < _components; k++)
            {
                var distance = TIsa.Subtract(TIsa.Splat(place[k]), places);
                sum = TIsa.MultiplyAdd(TIsa.Splat(weight[k]), VectorMath<TIsa, TVector>.Exp(TIsa.Multiply(TIsa.Multiply(TIsa.Splat(-width[k]), distance), distance)), sum);
            }
            if (u + TIsa.Lanes <= _width)
            {
                TIsa.Store(sum, target + u);
                continue;
            }
            TIsa.Store(sum, tail);
            new ReadOnlySpan<float>(tail, _width - u).CopyTo(new(target + u, _width - u));
        }
    }

    private static void Exp(float* values, int count)
    {
        var own = stackalloc float[TIsa.Lanes];
        for (var i = 0; i < count; i += TIsa.Lanes)
        {
            var size = Math.Min(TIsa.Lanes, count - i);
            new Span<float>(own, TIsa.Lanes).Clear();
            new ReadOnlySpan<float>(values + i, size).CopyTo(new(own, size));
            TIsa.Store(VectorMath<TIsa, TVector>.Exp(TIsa.Load(own)), own);
            new ReadOnlySpan<float>(own, size).CopyTo(new(values + i, size));
        }
    }

    private static float Dot(float* a, float* b, int count)
    {
        var (sum, i) = (TIsa.Zero, 0);
        for (; i + TIsa.Lanes <= count; i += TIsa.Lanes)
            sum = TIsa.MultiplyAdd(TIsa.Load(a + i), TIsa.Load(b + i), sum);
        var total = TIsa.Sum(sum);
        for (; i < count; i++)
            total += a[i] * b[i];
        return total;
    }
}
