using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>
/// The long short-term memory in torch.nn's form: i, f, o = σ(W x + b + W_h h + b_h), a = the same for the cell candidate,
/// c' = f ⊙ c + i ⊙ tanh(a), h' = o ⊙ tanh(c'). Saved: i, f, o. With layer normalisation h' = o ⊙ tanh(LN(c')) is the work of
/// <see cref="NormalizedCell{TIsa, TVector}"/>.
/// </summary>
internal readonly unsafe struct LstmCell<TIsa, TVector> : ICell
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    public static int Gates => 4;

    public static bool HasCell => true;

    public static int GroupBlocks => 3;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in ForwardPlace place, int vectors)
    {
        var keep = TIsa.Splat(place.Keep);
        for (nint unit = 0; unit < (nint)vectors * TIsa.Lanes; unit += TIsa.Lanes)
        {
            var input = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, unit, Gates, 0));
            var forget = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, unit, Gates, 1));
            var candidate = GateSums<TIsa, TVector>.Whole(place, unit, Gates, 2);
            var output = VectorMath<TIsa, TVector>.Sigmoid(GateSums<TIsa, TVector>.Whole(place, unit, Gates, 3));
            var cell = TIsa.Multiply(forget, TIsa.Load(place.PreviousCell + unit));
            cell = TIsa.MultiplyAdd(input, VectorMath<TIsa, TVector>.Tanh(candidate), cell);
            cell = TIsa.Multiply(cell, keep);
            TIsa.Store(candidate, place.Candidate + unit);
            TIsa.Store(cell, place.Cell + unit);
            if (place.IsShownLater)
                TIsa.Store(output, place.Hidden + unit);
            else
            {
                var next = TIsa.Multiply(TIsa.Multiply(output, VectorMath<TIsa, TVector>.Tanh(cell)), keep);
                TIsa.Store(next, place.Hidden + unit);
                TIsa.Store(next, place.Packed + unit);
            }
            if (place.Saved == null)
                continue;
            TIsa.Store(input, place.Saved + unit);
            TIsa.Store(forget, place.Saved + unit + place.GateStride);
            TIsa.Store(output, place.Saved + unit + 2 * place.GateStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in BackwardPlace place, int vectors)
    {
        var one = TIsa.Splat(1f);
        var keep = TIsa.Splat(place.Keep);
        for (nint unit = 0; unit < (nint)vectors * TIsa.Lanes; unit += TIsa.Lanes)
        {
            var input = TIsa.Load(place.Saved + unit);
            var forget = TIsa.Load(place.Saved + unit + place.GateStride);
            var output = TIsa.Load(place.Saved + unit + 2 * place.GateStride);
            var fresh = VectorMath<TIsa, TVector>.Tanh(TIsa.Load(place.Candidate + unit));
            var toCell = TIsa.Load(place.CellCarry + unit);
            if (place.CellGradient != null)
                toCell = TIsa.Add(toCell, TIsa.Load(place.CellGradient + unit));
            TVector toOutput;
            if (place.ShownCellGradient != null)
            {
                toCell = TIsa.MultiplyAdd(toCell, keep, TIsa.Load(place.ShownCellGradient + unit));
                toOutput = TIsa.Load(place.ShownOutputGradient + unit);
            }
            else
            {
                var shown = VectorMath<TIsa, TVector>.Tanh(TIsa.Load(place.Cell + unit));
                var gradient = TIsa.Load(place.Carry + unit);
                if (place.HiddenGradient != null)
                    gradient = TIsa.Add(gradient, TIsa.Load(place.HiddenGradient + unit));
                gradient = TIsa.Multiply(gradient, keep);
                toCell = TIsa.MultiplyAdd(TIsa.Multiply(gradient, output), TIsa.SubtractProduct(shown, shown, one), TIsa.Multiply(toCell, keep));
                toOutput = TIsa.Multiply(TIsa.Multiply(gradient, shown), Slope(output));
            }
            var toInput = TIsa.Multiply(TIsa.Multiply(toCell, fresh), Slope(input));
            var toForget = TIsa.Multiply(TIsa.Multiply(toCell, TIsa.Load(place.PreviousCell + unit)), Slope(forget));
            var toCandidate = TIsa.Multiply(TIsa.Multiply(toCell, input), TIsa.SubtractProduct(fresh, fresh, one));
            if (place.CandidateGradient != null)
                toCandidate = TIsa.Add(toCandidate, TIsa.Load(place.CandidateGradient + unit));
            TIsa.Store(TIsa.Zero, place.Carry + unit);
            TIsa.Store(TIsa.Multiply(toCell, forget), place.CellCarry + unit);
            Put(place, unit, 0, toInput);
            Put(place, unit, 1, toForget);
            Put(place, unit, 2, toCandidate);
            Put(place, unit, 3, toOutput);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(in BackwardPlace place, nint unit, int gate, TVector value)
    {
        TIsa.Store(value, place.GateGradient + unit + gate * place.GateStride);
        TIsa.Store(value, place.Packed + unit + gate * place.PackedStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Slope(TVector gate) => TIsa.Multiply(gate, TIsa.Subtract(TIsa.Splat(1f), gate));
}
