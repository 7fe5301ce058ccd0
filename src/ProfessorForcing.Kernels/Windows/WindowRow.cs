using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Windows;

/// <summary>A soft window's arithmetic (Graves 2013, equations 46 to 51), of one row at one step.</summary>
/// <param name="components">K.</param>
/// <param name="characters">C.</param>
/// <param name="units">H.</param>
/// <param name="weight">W: [3·K, H].</param>
/// <param name="bias">b: [3·K].</param>
internal sealed unsafe class WindowRow<TIsa, TVector>(int components, int characters, int units, float* weight, float* bias)
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    // A raw number that was cut off has no gradient. One part in a million is more than exp is off by, and hardly more than the number before the limit makes.
    private static readonly float LargestWeight = MathF.Exp(PenNetwork.LargestWindowWeight) * (1 - 1e-6f);
    private static readonly float Largest = MathF.Exp(PenNetwork.LargestWindowNumber) * (1 - 1e-6f);
    private static readonly float Smallest = MathF.Exp(PenNetwork.SmallestWindowNumber) * (1 + 1e-6f);

    /// <summary>A step.</summary>
    /// <param name="text">The row's text, of <paramref name="length"/> characters.</param>
    /// <param name="length">How many.</param>
    /// <param name="width">Places of <paramref name="weights"/>: U + 1.</param>
    /// <param name="hidden">h_t: [H].</param>
    /// <param name="before">κ_{t−1}: [K].</param>
    /// <param name="numbers">Receives α, β and the step forward: [3·K].</param>
    /// <param name="place">Receives κ_t: [K]; may be <paramref name="before"/>.</param>
    /// <param name="weights">Receives φ: [U + 1].</param>
    /// <param name="read">Receives w: [C].</param>
    public void Step(long* text, int length, int width, float* hidden, float* before, float* numbers, float* place, float* weights, float* read)
    {
        for (var i = 0; i < 3 * components; i++)
            numbers[i] = Math.Clamp(bias[i] + Dot(weight + (nint)i * units, hidden), PenNetwork.SmallestWindowNumber, i < components ? PenNetwork.LargestWindowWeight : PenNetwork.LargestWindowNumber);
        Exp(numbers, 3 * components);
        for (var k = 0; k < components; k++)
            place[k] = before[k] + numbers[2 * components + k];
        Weigh(numbers, place, weights, width);
        new Span<float>(read, characters).Clear();
        for (var u = 0; u < length; u++)
            read[text[u]] += weights[u];
    }

    /// <summary>A step back.</summary>
    /// <param name="text">The row's text, of <paramref name="length"/> characters.</param>
    /// <param name="length">How many.</param>
    /// <param name="width">U + 1.</param>
    /// <param name="numbers">α, β and the step forward: [3·K].</param>
    /// <param name="place">κ_t: [K].</param>
    /// <param name="toWeights">∂L/∂φ from outside: [U + 1]; may be missing.</param>
    /// <param name="toRead">∂L/∂w: [C].</param>
    /// <param name="toPlace">∂L/∂κ_t from later steps, to which this step's part is added, which makes it ∂L/∂κ_{t−1}: [K].</param>
    /// <param name="raw">Receives ∂L/∂(α̂, β̂, κ̂): [3·K].</param>
    /// <param name="toHidden">To which that by way of h_t is added: [H].</param>
    public void Back(long* text, int length, int width, float* numbers, float* place, float* toWeights, float* toRead, float* toPlace, float* raw, float* toHidden)
    {
        var padded = (width + TIsa.Lanes - 1) / TIsa.Lanes * TIsa.Lanes;
        var gradient = ThreadScratch.OfThisThread.Tile(padded);
        new Span<float>(gradient, padded).Clear();
        if (toWeights != null)
            new ReadOnlySpan<float>(toWeights, width).CopyTo(new(gradient, width));
        for (var u = 0; u < length; u++)
            gradient[u] += toRead[text[u]];
        for (var k = 0; k < components; k++)
        {
            var (strength, sharpness, step) = (numbers[k], numbers[components + k], numbers[2 * components + k]);
            var (sum, bySquare, byDistance) = Sums(gradient, padded, sharpness, place[k]);
            toPlace[k] -= 2 * strength * sharpness * byDistance;
            raw[k] = sum * Slope(strength, LargestWeight);
            raw[components + k] = -strength * bySquare * Slope(sharpness, Largest);
            raw[2 * components + k] = toPlace[k] * Slope(step, Largest);
        }
        for (var i = 0; i < 3 * components; i++)
            AddScaled(raw[i], weight + (nint)i * units, toHidden);
    }

    private static float Slope(float number, float largest) => number < largest && number > Smallest ? number : 0;

    // Σ_u g·e, Σ_u g·e·d² and Σ_u g·e·d with d = κ − u and e = exp(−β·d²).
    private static (float Sum, float BySquare, float ByDistance) Sums(float* gradient, int padded, float sharpness, float place)
    {
        var (first, center, slope) = (FirstPlaces(), TIsa.Splat(place), TIsa.Splat(-sharpness));
        var (sum, bySquare, byDistance) = (TIsa.Zero, TIsa.Zero, TIsa.Zero);
        for (var u = 0; u < padded; u += TIsa.Lanes)
        {
            var distance = TIsa.Subtract(center, TIsa.Add(first, TIsa.Splat(u)));
            var value = TIsa.Multiply(TIsa.Load(gradient + u), VectorMath<TIsa, TVector>.Exp(TIsa.Multiply(TIsa.Multiply(slope, distance), distance)));
            var moved = TIsa.Multiply(value, distance);
            sum = TIsa.Add(sum, value);
            byDistance = TIsa.Add(byDistance, moved);
            bySquare = TIsa.MultiplyAdd(moved, distance, bySquare);
        }
        return (TIsa.Sum(sum), TIsa.Sum(bySquare), TIsa.Sum(byDistance));
    }

    // φ(u) = Σ α·exp(−β·(κ − u)²) for u from 1 on.
    private void Weigh(float* numbers, float* place, float* target, int width)
    {
        var tail = stackalloc float[TIsa.Lanes];
        var first = FirstPlaces();
        for (var u = 0; u < width; u += TIsa.Lanes)
        {
            var (sum, places) = (TIsa.Zero, TIsa.Add(first, TIsa.Splat(u)));
            for (var k = 0; k < components; k++)
            {
                var distance = TIsa.Subtract(TIsa.Splat(place[k]), places);
                sum = TIsa.MultiplyAdd(
                    TIsa.Splat(numbers[k]), VectorMath<TIsa, TVector>.Exp(TIsa.Multiply(TIsa.Multiply(TIsa.Splat(-numbers[components + k]), distance), distance)), sum);
            }
            if (u + TIsa.Lanes <= width)
            {
                TIsa.Store(sum, target + u);
                continue;
            }
            TIsa.Store(sum, tail);
            new ReadOnlySpan<float>(tail, width - u).CopyTo(new(target + u, width - u));
        }
    }

    // 1, 2, 3 and so on.
    private static TVector FirstPlaces()
    {
        var places = stackalloc float[TIsa.Lanes];
        for (var lane = 0; lane < TIsa.Lanes; lane++)
            places[lane] = lane + 1;
        return TIsa.Load(places);
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

    private float Dot(float* a, float* b)
    {
        var (sum, i) = (TIsa.Zero, 0);
        for (; i + TIsa.Lanes <= units; i += TIsa.Lanes)
            sum = TIsa.MultiplyAdd(TIsa.Load(a + i), TIsa.Load(b + i), sum);
        var total = TIsa.Sum(sum);
        for (; i < units; i++)
            total += a[i] * b[i];
        return total;
    }

    private void AddScaled(float factor, float* a, float* target)
    {
        var (splat, i) = (TIsa.Splat(factor), 0);
        for (; i + TIsa.Lanes <= units; i += TIsa.Lanes)
            TIsa.Store(TIsa.MultiplyAdd(splat, TIsa.Load(a + i), TIsa.Load(target + i)), target + i);
        for (; i < units; i++)
            target[i] += factor * a[i];
    }
}
