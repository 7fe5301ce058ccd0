using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Outputs;

/// <summary>Likelihoods of symbols under a softmax of an affine map, on all threads of the kernels.</summary>
public static class SoftmaxMath
{
    /// <summary>log P of each symbol, and log Σ exp.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol.</exception>
    public static unsafe void Forward(SoftmaxPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        foreach (var target in new ReadOnlySpan<long>(pass.Targets, pass.Hidden.Rows))
        {
            if (target < 0 || target >= pass.Weight.Rows)
                throw new ArgumentOutOfRangeException(nameof(pass), target, $"Symbols are numbered from 0 to {pass.Weight.Rows - 1}.");
        }
        Run(Processor.Instructions, pass, isForward: true);
    }

    /// <summary>The gradients; logits are made once more.</summary>
    public static void Backward(SoftmaxPass pass) => Run(Processor.Instructions, pass, isForward: false);

    internal static void Run(InstructionSet instructions, SoftmaxPass pass, bool isForward)
    {
        ArgumentNullException.ThrowIfNull(pass);
        switch (instructions)
        {
            case InstructionSet.Avx512: Run<Simd512, Vector512<float>>(pass, isForward); break;
            case InstructionSet.Avx2: Run<Simd256, Vector256<float>>(pass, isForward); break;
            default: Run<Simd128, Vector128<float>>(pass, isForward); break;
        }
    }

    private static void Run<TIsa, TVector>(SoftmaxPass pass, bool isForward)
        where TIsa : struct, IInstructionSet<TVector>
        where TVector : struct
    {
        var team = WorkerTeam.Shared;
        using var work = new SoftmaxWork<TIsa, TVector>(pass, isForward, team.Count);
        team.Run(work);
    }
}
