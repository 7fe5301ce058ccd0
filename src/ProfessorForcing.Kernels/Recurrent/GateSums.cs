using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>What goes into a gate.</summary>
internal static unsafe class GateSums<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>W_ih·x + b_ih + W_hh·h + b_hh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Whole(in ForwardPlace place, int gate) => TIsa.Add(FromHidden(place, gate), FromInput(place, gate));

    /// <summary>W_ih·x + b_ih.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector FromInput(in ForwardPlace place, int gate) =>
        TIsa.Add(TIsa.Load(place.Input + gate * place.GateStride), TIsa.Load(place.InputBias + gate * place.GateStride));

    /// <summary>W_hh·h + b_hh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector FromHidden(in ForwardPlace place, int gate) =>
        TIsa.Add(TIsa.Load(place.Sums + gate * TIsa.Lanes), TIsa.Load(place.Bias + gate * place.GateStride));
}
