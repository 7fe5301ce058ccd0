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

    internal static IAdvancing Start(InstructionSet instructions, SymbolGeneration generation, WorkerTeam team) =>
        CellKernels.Make(instructions, generation.Cell, new SymbolKernel(generation, team));

    /// <summary>Writes by hand: the same as the network step by step.</summary>
    public static void Write(PenGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(generation);
        Write(Processor.Instructions, generation);
    }

    internal static void Write(InstructionSet instructions, PenGeneration generation)
    {
        using var work = CellKernels.Make(instructions, generation.Network.Cell, new PenKernel(generation));
        work.Run();
    }

    private sealed record SymbolKernel(SymbolGeneration Generation, WorkerTeam Team) : ICellKernel<IAdvancing>
    {
        public IAdvancing Make<TIsa, TVector, TCell>()
            where TIsa : struct, IInstructionSet<TVector>
            where TVector : struct
            where TCell : struct, ICell
            => new GenerationWork<TIsa, TVector, TCell>(Generation, Team);
    }

    private sealed record PenKernel(PenGeneration Generation) : ICellKernel<IWholeWork>
    {
        public IWholeWork Make<TIsa, TVector, TCell>()
            where TIsa : struct, IInstructionSet<TVector>
            where TVector : struct
            where TCell : struct, ICell
            => new PenGenerationWork<TIsa, TVector, TCell>(Generation, WorkerTeam.Shared);
    }
}
