using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>A recurrent layer and its soft window over a sequence, on the kernels.</summary>
internal static class KernelWindow
{
    /// <summary>Whether there are kernels for a layer and a window: not for gradients of what is read and of the window's first state.</summary>
    public static bool Handles(RecurrentLayer layer, Tensor input, WindowState initial) =>
        layer is { HasKernels: true, Normalization: null } && !initial.Tensors.Append(input).Any(value => value.requires_grad);

    /// <summary>Runs them.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="window">Its window.</param>
    /// <param name="input">What the layer reads besides the window: [N, T, I − C].</param>
    /// <param name="initial">The layer's state before the first step.</param>
    /// <param name="before">The window's.</param>
    /// <remarks>What the way back needs lives as long as the dispose scope that is current now.</remarks>
    /// <returns>What the layer went through, what its window showed ([N, T, C]) and weighed ([N, T, U + 1]), and its state at the end, whose κ is a constant.</returns>
    public static (LayerTrace Trace, (Tensor Read, Tensor Weights, WindowState Final) Window) Run(
        RecurrentLayer layer, SoftWindow window, Tensor input, LayerState initial, WindowState before)
    {
        using var scope = NewDisposeScope();
        Check(layer, window, input, initial, before);
        var last = input.shape[1] - 1;
        var (inputWeight, hiddenWeight, inputBias, hiddenBias) = layer.Weights;
        object?[] weights = [inputWeight, hiddenWeight, inputBias, hiddenBias, initial.Hidden.contiguous(), initial.Cell?.contiguous(), window.Weight, window.Bias];
        var call = new WindowedCall(
            new RecurrentCall
            {
                Cell = layer.Kind == CellKind.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm,
                Units = layer.HiddenSize,
                Directions = [false],
                IsNormalized = false,
                RecomputeSteps = 0,
                ShowsCandidates = layer.ShowsCandidate,
                NeedsGradient = is_grad_enabled() && weights.Any(weight => weight is Tensor { requires_grad: true }),
            },
            window.Components, before);
        var outputs = WindowedFunction.apply([input.transpose(0, 1).contiguous(), .. weights!, call]);
        call.KeepBeyond(scope);
        Tensor RowMajor(Tensor value) => value.transpose(0, 1).MoveToOuterDisposeScope();
        var (hidden, read, phi) = (outputs[0], outputs[^2], outputs[^1]);
        var cell = layer.Kind == CellKind.Lstm ? outputs[^3] : null;
        return (
            new LayerTrace(
                RowMajor(hidden), layer.ShowsCandidate ? RowMajor(outputs[1]) : null,
                new LayerState(hidden.select(0, last).MoveToOuterDisposeScope(), cell?.select(0, last).MoveToOuterDisposeScope())),
            (RowMajor(read), RowMajor(phi), before with
            {
                Place = call.FinalPlace!.MoveToOuterDisposeScope(),
                Read = read.select(0, last).MoveToOuterDisposeScope(),
                Weights = phi.select(0, last).MoveToOuterDisposeScope(),
            }));
    }

    private static void Check(RecurrentLayer layer, SoftWindow window, Tensor input, LayerState initial, WindowState before)
    {
        var rows = input.shape[0];
        before.Check(rows, window.Components, window.Characters);
        if (input.shape[2] + window.Characters != layer.Weights.InputWeight.shape[1])
            throw new ArgumentException($"The layer reads {layer.Weights.InputWeight.shape[1]} numbers, not {input.shape[2]} and {window.Characters} of the window.");
        foreach (var value in new[] { initial.Hidden, initial.Cell }.OfType<Tensor>())
        {
            if (value.shape[0] != rows || value.shape[1] != layer.HiddenSize)
                throw new ArgumentException($"A state of [{string.Join(", ", value.shape)}] does not go with {rows} rows of {layer.HiddenSize} units.");
        }
    }
}
