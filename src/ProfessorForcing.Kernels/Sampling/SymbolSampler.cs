using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>Draws symbols from softmaxes by the inverse of the cumulative distribution: the same uniform number gives the same symbol. Not thread-safe.</summary>
internal sealed unsafe class SymbolSampler<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    // Symbols whose likelihoods are added up at once, before one among them is looked for.
    private const int Block = 256;

    private readonly SymbolSampling _options;
    private readonly int[] _order;
    private readonly float[] _keys;

    public SymbolSampler(int symbols, SymbolSampling options)
    {
        _options = options;
        var sorts = (options.TopK > 0 && options.TopK < symbols) || options.TopP < 1;
        _order = sorts ? new int[symbols] : [];
        _keys = sorts ? new float[symbols] : [];
    }

    /// <summary>Draws one symbol.</summary>
    /// <param name="logits">One for each symbol; they are used up.</param>
    /// <param name="uniform">Uniform in [0, 1).</param>
    public int Draw(Span<float> logits, double uniform)
    {
        fixed (float* values = logits)
        {
            // By the logits: likelihoods that differ may be the same number.
            for (var i = 0; i < _order.Length; i++)
                (_order[i], _keys[i]) = (i, -logits[i]);
            Array.Sort(_keys, _order);
            Exponentiate(values, logits.Length);
            if (_order.Length > 0)
                KeepLikeliest(logits);
            return At(values, logits.Length, uniform);
        }
    }

    // The first symbol at which the cumulative likelihood is above its share of the whole.
    private static int At(float* values, int count, double uniform)
    {
        double total = 0;
        for (var first = 0; first < count; first += Block)
            total += Reduction<TIsa, TVector>.Sum(values + first, Math.Min(Block, count - first));
        var (target, sum, i) = (uniform * total, 0.0, 0);
        for (; i + Block < count; i += Block)
        {
            var next = sum + Reduction<TIsa, TVector>.Sum(values + i, Block);
            if (next > target)
                break;
            sum = next;
        }
        // Added up one by one, a block may come to a little less: then it is its last one that has a likelihood, or the next.
        var last = i;
        for (; i < count; i++)
        {
            if (values[i] <= 0)
                continue;
            sum += values[i];
            last = i;
            if (sum > target)
                break;
        }
        return last;
    }

    // e^((x − max) / τ); taken off the largest first, no logit overflows however small τ is.
    private void Exponentiate(float* values, int count)
    {
        var largest = Reduction<TIsa, TVector>.Largest(values, count);
        var inverse = (float)Math.Min(1 / _options.Temperature, float.MaxValue);
        var (shift, factor) = (TIsa.Splat(largest), TIsa.Splat(inverse));
        // What e^x is called below its smallest normal number must count as nothing.
        var least = TIsa.Splat(-87f);
        var i = 0;
        for (; i + TIsa.Lanes <= count; i += TIsa.Lanes)
        {
            var x = TIsa.Multiply(TIsa.Subtract(TIsa.Load(values + i), shift), factor);
            TIsa.Store(TIsa.WhereLess(x, least, TIsa.Zero, VectorMath<TIsa, TVector>.Exp(x)), values + i);
        }
        for (; i < count; i++)
        {
            var x = (values[i] - largest) * inverse;
            values[i] = x < -87 ? 0 : MathF.Exp(x);
        }
    }

    // By place, not by value: of equally likely symbols no more than k stay.
    private void KeepLikeliest(Span<float> probabilities)
    {
        var kept = _options.TopK > 0 ? Math.Min(_options.TopK, probabilities.Length) : probabilities.Length;
        if (_options.TopP < 1)
        {
            double total = 0, before = 0;
            for (var i = 0; i < kept; i++)
                total += probabilities[_order[i]];
            for (var i = 0; i < kept; i++)
            {
                if (before >= _options.TopP * total)
                {
                    kept = i;
                    break;
                }
                before += probabilities[_order[i]];
            }
        }
        for (var i = kept; i < _order.Length; i++)
            probabilities[_order[i]] = 0;
    }
}
