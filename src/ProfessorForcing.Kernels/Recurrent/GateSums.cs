using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>What goes into a gate of some units.</summary>
internal static unsafe class GateSums<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>W_ih·x + b_ih + W_hh·h + b_hh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Whole(in ForwardPlace place, nint unit, int gates, int gate) => TIsa.Add(FromHidden(place, unit, gates, gate), FromInput(place, unit, gate));

    /// <summary>W_ih·x + b_ih.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector FromInput(in ForwardPlace place, nint unit, int gate) =>
        TIsa.Add(TIsa.Load(place.Input + unit + gate * place.GateStride), TIsa.Load(place.InputBias + unit + gate * place.GateStride));

    /// <summary>W_hh·h + b_hh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector FromHidden(in ForwardPlace place, nint unit, int gates, int gate) =>
        TIsa.Add(TIsa.Load(place.Sums + unit * gates + gate * TIsa.Lanes), TIsa.Load(place.Bias + unit + gate * place.GateStride));
}
