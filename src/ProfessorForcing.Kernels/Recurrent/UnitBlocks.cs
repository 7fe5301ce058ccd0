using System.Runtime.CompilerServices;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>Units in blocks of one vector, the last of which may not be full.</summary>
internal static unsafe class UnitBlocks<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>Number of blocks.</summary>
    public static int Count(int units) => (units + TIsa.Lanes - 1) / TIsa.Lanes;

    /// <summary>The blocks that are one worker's.</summary>
    /// <param name="units">H.</param>
    /// <param name="worker">Number of the worker, from 0.</param>
    /// <param name="workers">How many there are.</param>
    public static (int First, int Count) Share(int units, int worker, int workers) => TeamShare.Of(Count(units), worker, workers, 1);

    /// <summary>The units that some blocks have.</summary>
    public static (int First, int Count) Units(int units, int first, int blocks) =>
        (first * TIsa.Lanes, Math.Max(0, Math.Min(blocks * TIsa.Lanes, units - first * TIsa.Lanes)));

    /// <summary>Copies the units that there are of a block.</summary>
    public static void Copy(float* source, float* target, int count) => new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));

    /// <summary>The units that there are of a block, and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source, int count) => count == TIsa.Lanes ? TIsa.Load(source) : LoadPartial(source, count);

    /// <summary>Writes the units that there are of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TVector value, float* target, int count)
    {
        if (count == TIsa.Lanes)
            TIsa.Store(value, target);
        else
            StorePartial(value, target, count);
    }

    /// <summary>
    /// Packs the columns of W_hh transposed, [H, G·H], that belong to some blocks: all gates of a block, then those of the next, cut
    /// into panels without regard to blocks.
    /// </summary>
    public static void PackGates(int gates, int firstBlock, int blocks, RecurrentPass pass, float* target)
    {
        var (units, lanes) = (pass.Units, TIsa.Lanes);
        var vectors = blocks * gates;
        for (var vector = 0; vector < vectors;)
        {
            var panel = Packing<TIsa, TVector>.PanelColumns((vectors - vector) * lanes);
            for (var i = 0; i < panel / lanes; i++, vector++)
            {
                var unit = (firstBlock + vector / gates) * lanes;
                var source = pass.HiddenWeight + ((nint)(vector % gates) * units + unit) * units;
                Packing<TIsa, TVector>.Columns(units, lanes, units - unit, source, units, target + i * lanes, panel);
            }
            target += (nint)panel * units;
        }
    }

    // Apart, as what takes space on the stack is not inlined.
    private static TVector LoadPartial(float* source, int count)
    {
        var whole = stackalloc float[TIsa.Lanes];
        Copy(source, whole, count);
        return TIsa.Load(whole);
    }

    private static void StorePartial(TVector value, float* target, int count)
    {
        var whole = stackalloc float[TIsa.Lanes];
        TIsa.Store(value, whole);
        Copy(whole, target, count);
    }
}
