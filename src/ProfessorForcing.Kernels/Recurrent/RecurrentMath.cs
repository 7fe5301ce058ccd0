using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>Recurrent layers over whole sequences, on all threads of the kernels.</summary>
public static class RecurrentMath
{
    /// <summary>Runs the directions of a layer forward, side by side where there are threads for both.</summary>
    public static void Forward(RecurrentCell cell, params ReadOnlySpan<RecurrentPass> directions) =>
        Forward(Processor.Instructions, cell, directions);

    /// <summary>
    /// Runs the directions backward: the gradients of the gates at every step and of the initial state. Those of weights and inputs are
    /// products of these with inputs and states (<see cref="Matrices.MatrixMath"/>).
    /// </summary>
    public static void Backward(RecurrentCell cell, params ReadOnlySpan<RecurrentPass> directions) =>
        Backward(Processor.Instructions, cell, directions);

    internal static void Forward(InstructionSet instructions, RecurrentCell cell, params ReadOnlySpan<RecurrentPass> directions) =>
        Run(directions, (pass, workers) => CellKernels.Make(instructions, cell, new ForwardKernel(pass, workers)));

    internal static void Backward(InstructionSet instructions, RecurrentCell cell, params ReadOnlySpan<RecurrentPass> directions) =>
        Run(directions, (pass, workers) => CellKernels.Make(instructions, cell, new BackwardKernel(pass, workers)));

    private static void Run(ReadOnlySpan<RecurrentPass> passes, Func<RecurrentPass, int, IDirection> make)
    {
        using var attempt = Contention.OfProcess.Begin(WorkerTeam.Shared);
        var team = attempt.Team;
        var sideBySide = team.Count % Math.Max(passes.Length, 1) == 0;
        var workers = sideBySide ? team.Count / Math.Max(passes.Length, 1) : team.Count;
        var directions = new IDirection[passes.Length];
        for (var i = 0; i < directions.Length; i++)
            directions[i] = make(passes[i], workers);
        try
        {
            if (sideBySide)
                team.Run(new SideBySide(directions, workers));
            else
            {
                foreach (var direction in directions)
                    team.Run(direction);
            }
        }
        finally
        {
            foreach (var direction in directions)
                direction.Dispose();
        }
    }

    private sealed class SideBySide(IDirection[] directions, int workersOfEach) : ITeamWork
    {
        public void Run(int worker, int workers) =>
            directions[worker / workersOfEach].Run(worker % workersOfEach, workersOfEach);
    }

    private sealed record ForwardKernel(RecurrentPass Pass, int Workers) : ICellKernel<IDirection>
    {
        public IDirection Make<TIsa, TVector, TCell>()
            where TIsa : struct, IInstructionSet<TVector>
            where TVector : struct
            where TCell : struct, ICell
            => new DirectionForward<TIsa, TVector, TCell>(Pass, Workers);
    }

    private sealed record BackwardKernel(RecurrentPass Pass, int Workers) : ICellKernel<IDirection>
    {
        public IDirection Make<TIsa, TVector, TCell>()
            where TIsa : struct, IInstructionSet<TVector>
            where TVector : struct
            where TCell : struct, ICell
            => new DirectionBackward<TIsa, TVector, TCell>(Pass, Workers);
    }
}
