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
    public static void Forward(in ForwardPlace place)
    {
        var reset = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, 0));
        var update = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, 1));
        var hidden = GateSums<TIsa, TVector>.FromHidden(place, 2);
        var candidate = TIsa.MultiplyAdd(reset, hidden, GateSums<TIsa, TVector>.FromInput(place, 2));
        var fresh = VectorMath<TIsa, TVector>.Tanh(candidate);
        var previous = TIsa.Load(place.PreviousHidden);
        var next = TIsa.MultiplyAdd(update, TIsa.Subtract(previous, fresh), fresh);
        next = TIsa.Multiply(next, TIsa.Splat(place.Keep));
        TIsa.Store(candidate, place.Candidate);
        TIsa.Store(next, place.Hidden);
        TIsa.Store(next, place.Packed);
        if (place.Saved == null)
            return;
        TIsa.Store(reset, place.Saved);
        TIsa.Store(update, place.Saved + place.GateStride);
        TIsa.Store(hidden, place.Saved + 2 * place.GateStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in BackwardPlace place)
    {
        var one = TIsa.Splat(1f);
        var reset = TIsa.Load(place.Saved);
        var update = TIsa.Load(place.Saved + place.GateStride);
        var hidden = TIsa.Load(place.Saved + 2 * place.GateStride);
        var fresh = VectorMath<TIsa, TVector>.Tanh(TIsa.Load(place.Candidate));
        var gradient = TIsa.Load(place.Carry);
        if (place.HiddenGradient != null)
            gradient = TIsa.Add(gradient, TIsa.Load(place.HiddenGradient));
        gradient = TIsa.Multiply(gradient, TIsa.Splat(place.Keep));
        var notUpdate = TIsa.Subtract(one, update);
        var toCandidate = TIsa.Multiply(TIsa.Multiply(gradient, notUpdate), TIsa.SubtractProduct(fresh, fresh, one));
        if (place.CandidateGradient != null)
            toCandidate = TIsa.Add(toCandidate, TIsa.Load(place.CandidateGradient));
        var difference = TIsa.Subtract(TIsa.Load(place.PreviousHidden), fresh);
        var toUpdate = TIsa.Multiply(TIsa.Multiply(gradient, difference), TIsa.Multiply(update, notUpdate));
        var toReset = TIsa.Multiply(TIsa.Multiply(toCandidate, hidden), TIsa.Multiply(reset, TIsa.Subtract(one, reset)));
        var toHidden = TIsa.Multiply(toCandidate, reset);
        TIsa.Store(TIsa.Multiply(gradient, update), place.Carry);
        TIsa.Store(toReset, place.GateGradient);
        TIsa.Store(toUpdate, place.GateGradient + place.GateStride);
        TIsa.Store(toCandidate, place.GateGradient + 2 * place.GateStride);
        TIsa.Store(toHidden, place.HiddenCandidateGradient);
        TIsa.Store(toReset, place.Packed);
        TIsa.Store(toUpdate, place.Packed + place.PackedStride);
        TIsa.Store(toHidden, place.Packed + 2 * place.PackedStride);
    }
}
