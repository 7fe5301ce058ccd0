using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Windows;

/// <summary>Recurrent layers that read a text through a soft window, over whole sequences, on all threads of the kernels.</summary>
public static class WindowedMath
{
    /// <summary>Goes forward.</summary>
    /// <exception cref="ArgumentException">The layer is none that a window can be about.</exception>
    public static void Forward(RecurrentCell cell, WindowedPass pass) => Forward(Processor.Instructions, cell, pass);

    /// <summary>
    /// Goes backward: the gradients of the gates and of the window's raw numbers at every step, and of the initial state. Those of weights are products
    /// of these with inputs and states (<see cref="Matrices.MatrixMath"/>).
    /// </summary>
    /// <exception cref="ArgumentException">The layer is none that a window can be about, or there is no place for gradients.</exception>
    public static void Backward(RecurrentCell cell, WindowedPass pass) => Backward(Processor.Instructions, cell, pass);

    internal static void Forward(InstructionSet instructions, RecurrentCell cell, WindowedPass pass) =>
        Run(CellKernels.Make(instructions, cell, new ForwardKernel(Checked(pass))));

    internal static void Backward(InstructionSet instructions, RecurrentCell cell, WindowedPass pass) =>
        Run(CellKernels.Make(instructions, cell, new BackwardKernel(Checked(pass, isBackward: true))));

    private static unsafe WindowedPass Checked(WindowedPass pass, bool isBackward = false)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var layer = pass.Layer;
        if (layer.Reverse || layer.Places > 0 || layer.InputGatesOfOneStep || layer.Symbols != null || layer.HiddenNormalization is not null || layer.CellNormalization is not null)
            throw new ArgumentException("A layer with a window goes forwards in time, with places for all steps, without a table and without normalisation.", nameof(pass));
        if (isBackward && (layer.HiddenGradient == null || layer.GateGradient == null || pass.RawGradient == null))
            throw new ArgumentException("There is no place for the gradients of states, gates or the window's numbers.", nameof(pass));
        return pass;
    }

    private static void Run(IWholeWork work)
    {
        using (work)
            work.Run();
    }

    private sealed record ForwardKernel(WindowedPass Pass) : ICellKernel<IWholeWork>
    {
        public IWholeWork Make<TIsa, TVector, TCell>()
            where TIsa : struct, IInstructionSet<TVector>
            where TVector : struct
            where TCell : struct, ICell
            => new WindowedForward<TIsa, TVector, TCell>(Pass, WorkerTeam.Shared);
    }

    private sealed record BackwardKernel(WindowedPass Pass) : ICellKernel<IWholeWork>
    {
        public IWholeWork Make<TIsa, TVector, TCell>()
            where TIsa : struct, IInstructionSet<TVector>
            where TVector : struct
            where TCell : struct, ICell
            => new WindowedBackward<TIsa, TVector, TCell>(Pass, WorkerTeam.Shared);
    }
}
