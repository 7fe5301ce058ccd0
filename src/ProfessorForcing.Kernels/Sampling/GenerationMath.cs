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
        using var work = Start(instructions, generation, WorkerTeam.Shared);
        work.Advance(generation.Layers[0].Pass.Steps);
    }

    internal static IAdvancing Start(InstructionSet instructions, SymbolGeneration generation, WorkerTeam team) => (instructions, generation.Cell) switch
    {
        (InstructionSet.Avx512, RecurrentCell.Gru) => new GenerationWork<Simd512, Vector512<float>, GruCell<Simd512, Vector512<float>>>(generation, team),
        (InstructionSet.Avx2, RecurrentCell.Gru) => new GenerationWork<Simd256, Vector256<float>, GruCell<Simd256, Vector256<float>>>(generation, team),
        (_, RecurrentCell.Gru) => new GenerationWork<Simd128, Vector128<float>, GruCell<Simd128, Vector128<float>>>(generation, team),
        (InstructionSet.Avx512, _) => new GenerationWork<Simd512, Vector512<float>, LstmCell<Simd512, Vector512<float>>>(generation, team),
        (InstructionSet.Avx2, _) => new GenerationWork<Simd256, Vector256<float>, LstmCell<Simd256, Vector256<float>>>(generation, team),
        _ => new GenerationWork<Simd128, Vector128<float>, LstmCell<Simd128, Vector128<float>>>(generation, team),
    };

    /// <summary>Writes by hand: the same as the network step by step.</summary>
    public static void Write(PenGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        Write(Processor.Instructions, generation);
    }

    internal static void Write(InstructionSet instructions, PenGeneration generation)
    {
        switch (instructions, generation.Network.Cell)
        {
            case (InstructionSet.Avx512, RecurrentCell.Gru): Run<Simd512, Vector512<float>, GruCell<Simd512, Vector512<float>>>(generation); break;
            case (InstructionSet.Avx2, RecurrentCell.Gru): Run<Simd256, Vector256<float>, GruCell<Simd256, Vector256<float>>>(generation); break;
            case (_, RecurrentCell.Gru): Run<Simd128, Vector128<float>, GruCell<Simd128, Vector128<float>>>(generation); break;
            case (InstructionSet.Avx512, _): Run<Simd512, Vector512<float>, LstmCell<Simd512, Vector512<float>>>(generation); break;
            case (InstructionSet.Avx2, _): Run<Simd256, Vector256<float>, LstmCell<Simd256, Vector256<float>>>(generation); break;
            default: Run<Simd128, Vector128<float>, LstmCell<Simd128, Vector128<float>>>(generation); break;
        }
    }

    private static void Run<TIsa, TVector, TCell>(PenGeneration generation)
        where TIsa : struct, IInstructionSet<TVector>
        where TVector : struct
        where TCell : struct, ICell
    {
        using var work = new PenGenerationWork<TIsa, TVector, TCell>(generation, WorkerTeam.Shared);
        work.Run();
    }
}
