using System.Runtime.Intrinsics;

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
        Run(directions, (pass, workers) => (instructions, cell) switch
        {
            (InstructionSet.Avx512, RecurrentCell.Gru) => new DirectionForward<Simd512, Vector512<float>, GruCell<Simd512, Vector512<float>>>(pass, workers),
            (InstructionSet.Avx2, RecurrentCell.Gru) => new DirectionForward<Simd256, Vector256<float>, GruCell<Simd256, Vector256<float>>>(pass, workers),
            (_, RecurrentCell.Gru) => new DirectionForward<Simd128, Vector128<float>, GruCell<Simd128, Vector128<float>>>(pass, workers),
            (InstructionSet.Avx512, _) => new DirectionForward<Simd512, Vector512<float>, LstmCell<Simd512, Vector512<float>>>(pass, workers),
            (InstructionSet.Avx2, _) => new DirectionForward<Simd256, Vector256<float>, LstmCell<Simd256, Vector256<float>>>(pass, workers),
            _ => new DirectionForward<Simd128, Vector128<float>, LstmCell<Simd128, Vector128<float>>>(pass, workers),
        });

    internal static void Backward(InstructionSet instructions, RecurrentCell cell, params ReadOnlySpan<RecurrentPass> directions) =>
        Run(directions, (pass, workers) => (instructions, cell) switch
        {
            (InstructionSet.Avx512, RecurrentCell.Gru) => new DirectionBackward<Simd512, Vector512<float>, GruCell<Simd512, Vector512<float>>>(pass, workers),
            (InstructionSet.Avx2, RecurrentCell.Gru) => new DirectionBackward<Simd256, Vector256<float>, GruCell<Simd256, Vector256<float>>>(pass, workers),
            (_, RecurrentCell.Gru) => new DirectionBackward<Simd128, Vector128<float>, GruCell<Simd128, Vector128<float>>>(pass, workers),
            (InstructionSet.Avx512, _) => new DirectionBackward<Simd512, Vector512<float>, LstmCell<Simd512, Vector512<float>>>(pass, workers),
            (InstructionSet.Avx2, _) => new DirectionBackward<Simd256, Vector256<float>, LstmCell<Simd256, Vector256<float>>>(pass, workers),
            _ => new DirectionBackward<Simd128, Vector128<float>, LstmCell<Simd128, Vector128<float>>>(pass, workers),
        });

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
}
