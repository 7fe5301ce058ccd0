using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// The gated recurrent unit in torch.nn's form: r, z = σ(W x + b + W_h h + b_h), q = W_hn h + b_hn,
/// a = W_in x + b_in + r ⊙ q, h' = (1 − z) ⊙ tanh(a) + z ⊙ h. Saved: r, z, q.
/// </summary>
internal readonly unsafe struct GruCell<TIsa, TVector> : ICell
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    public static int Gates => 3;

    public static bool HasCell => false;

    public static int GroupBlocks => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in ForwardPlace place, int vectors)
    {
        for (nint unit = 0; unit < (nint)vectors * TIsa.Lanes; unit += TIsa.Lanes)
        {
            var reset = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, unit, Gates, 0));
            var update = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, unit, Gates, 1));
            var hidden = GateSums<TIsa, TVector>.FromHidden(place, unit, Gates, 2);
            var candidate = TIsa.MultiplyAdd(reset, hidden, GateSums<TIsa, TVector>.FromInput(place, unit, 2));
            var fresh = VectorMath<TIsa, TVector>.Tanh(candidate);
            var previous = TIsa.Load(place.PreviousHidden + unit);
            var next = TIsa.MultiplyAdd(update, TIsa.Subtract(previous, fresh), fresh);
            next = TIsa.Multiply(next, TIsa.Splat(place.Keep));
            TIsa.Store(candidate, place.Candidate + unit);
            TIsa.Store(next, place.Hidden + unit);
            TIsa.Store(next, place.Packed + unit);
            if (place.Saved == null)
                continue;
            TIsa.Store(reset, place.Saved + unit);
            TIsa.Store(update, place.Saved + unit + place.GateStride);
            TIsa.Store(hidden, place.Saved + unit + 2 * place.GateStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in BackwardPlace place, int vectors)
    {
        var one = TIsa.Splat(1f);
        for (nint unit = 0; unit < (nint)vectors * TIsa.Lanes; unit += TIsa.Lanes)
        {
            var reset = TIsa.Load(place.Saved + unit);
            var update = TIsa.Load(place.Saved + unit + place.GateStride);
            var hidden = TIsa.Load(place.Saved + unit + 2 * place.GateStride);
            var fresh = VectorMath<TIsa, TVector>.Tanh(TIsa.Load(place.Candidate + unit));
            var gradient = TIsa.Load(place.Carry + unit);
            if (place.HiddenGradient != null)
                gradient = TIsa.Add(gradient, TIsa.Load(place.HiddenGradient + unit));
            gradient = TIsa.Multiply(gradient, TIsa.Splat(place.Keep));
            var notUpdate = TIsa.Subtract(one, update);
            var toCandidate = TIsa.Multiply(TIsa.Multiply(gradient, notUpdate), TIsa.SubtractProduct(fresh, fresh, one));
            if (place.CandidateGradient != null)
                toCandidate = TIsa.Add(toCandidate, TIsa.Load(place.CandidateGradient + unit));
            var difference = TIsa.Subtract(TIsa.Load(place.PreviousHidden + unit), fresh);
            var toUpdate = TIsa.Multiply(TIsa.Multiply(gradient, difference), TIsa.Multiply(update, notUpdate));
            var toReset = TIsa.Multiply(TIsa.Multiply(toCandidate, hidden), TIsa.Multiply(reset, TIsa.Subtract(one, reset)));
            var toHidden = TIsa.Multiply(toCandidate, reset);
            TIsa.Store(TIsa.Multiply(gradient, update), place.Carry + unit);
            TIsa.Store(toReset, place.GateGradient + unit);
            TIsa.Store(toUpdate, place.GateGradient + unit + place.GateStride);
            TIsa.Store(toCandidate, place.GateGradient + unit + 2 * place.GateStride);
            TIsa.Store(toHidden, place.HiddenCandidateGradient + unit);
            TIsa.Store(toReset, place.Packed + unit);
            TIsa.Store(toUpdate, place.Packed + unit + place.PackedStride);
            TIsa.Store(toHidden, place.Packed + unit + 2 * place.PackedStride);
        }
    }
}
