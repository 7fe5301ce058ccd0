using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>Runs generators freely, on all threads of the kernels.</summary>
public static class GenerationMath
{
    /// <summary>Generates, and keeps in the layers' passes what happened: the same as their forward pass over what was generated.</summary>
    public static void Generate(SymbolGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        Generate(Processor.Instructions, generation);
    }

    internal static void Generate(InstructionSet instructions, SymbolGeneration generation)
    {
        switch (instructions, generation.Cell)
        {
            case (InstructionSet.Avx512, RecurrentCell.Gru): Run<Simd512, Vector512<float>, GruCell<Simd512, Vector512<float>>>(generation); break;
            case (InstructionSet.Avx2, RecurrentCell.Gru): Run<Simd256, Vector256<float>, GruCell<Simd256, Vector256<float>>>(generation); break;
            case (_, RecurrentCell.Gru): Run<Simd128, Vector128<float>, GruCell<Simd128, Vector128<float>>>(generation); break;
            case (InstructionSet.Avx512, _): Run<Simd512, Vector512<float>, LstmCell<Simd512, Vector512<float>>>(generation); break;
            case (InstructionSet.Avx2, _): Run<Simd256, Vector256<float>, LstmCell<Simd256, Vector256<float>>>(generation); break;
            default: Run<Simd128, Vector128<float>, LstmCell<Simd128, Vector128<float>>>(generation); break;
        }
    }

    private static void Run<TIsa, TVector, TCell>(SymbolGeneration generation)
        where TIsa : struct, IInstructionSet<TVector>
        where TVector : struct
        where TCell : struct, ICell
    {
        using var work = new GenerationWork<TIsa, TVector, TCell>(generation, WorkerTeam.Shared.Count);
        WorkerTeam.Shared.Run(work);
    }
}
