using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Recurrent;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>Recurrent layers on the kernels.</summary>
internal static class KernelRecurrence
{
    /// <summary>Whether there are kernels for weights like this: on the CPU, in single precision.</summary>
    public static bool Handles(Tensor weight) => weight.device_type == DeviceType.CPU && weight.dtype == ScalarType.Float32;

    /// <summary>Runs layers over the same sequence.</summary>
    /// <param name="layers">One, or one for each direction.</param>
    /// <param name="reverse">For each whether it goes from the last step to the first.</param>
    /// <param name="input">x_1..x_T: [N, T, I].</param>
    /// <param name="initial">The state before the first step, of a single layer; null for zero.</param>
    /// <param name="mask">1 at real steps, 0 at padding: [N, T]; null if there is none.</param>
    /// <param name="rowWeights">Of rows in the weights' gradients; null for ones.</param>
    /// <returns>All layers' states side by side, [N, T, D·H], and what each went through.</returns>
    public static (Tensor Hidden, IReadOnlyList<LayerTrace> Traces) Run(
        IReadOnlyList<RecurrentLayer> layers, IReadOnlyList<bool> reverse, Tensor input, LayerState? initial, Tensor? mask, RowWeights? rowWeights = null)
    {
        using var scope = NewDisposeScope();
        var timeMajor = input.transpose(0, 1).contiguous();                                      // [T, N, I]
        var arguments = new List<object?> { timeMajor };
        foreach (var layer in layers)
        {
            var (inputWeight, hiddenWeight, inputBias, hiddenBias) = layer.Weights;
            arguments.AddRange([inputWeight, hiddenWeight, inputBias, hiddenBias]);
        }
        arguments.AddRange([initial?.Hidden.contiguous(), initial?.Cell?.contiguous()]);
        var call = new RecurrentCall
        {
            Cell = layers[0].Kind == CellKind.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm,
            Units = layers[0].HiddenSize,
            Directions = reverse,
            Keep = mask?.transpose(0, 1).contiguous(),
            RowWeights = rowWeights,
            NeedsGradient = is_grad_enabled() && arguments.Any(argument => argument is Tensor { requires_grad: true }),
        };
        arguments.Add(call);
        var outputs = RecurrentFunction.apply([.. arguments!]);
        call.KeepBeyond(scope);
        var hidden = outputs[0].transpose(0, 1).MoveToOuterDisposeScope();                       // [N, T, D·H]
        var traces = layers.Select((layer, d) => Trace(outputs, layers.Count, d, layer, reverse[d])).ToArray();
        return (hidden, traces);
    }

    private static LayerTrace Trace(List<Tensor> outputs, int directions, int d, RecurrentLayer layer, bool reverse)
    {
        var hidden = directions == 1 ? outputs[0] : outputs[0].narrow(2, d * layer.HiddenSize, layer.HiddenSize); // [T, N, H]
        var last = reverse ? 0 : hidden.shape[0] - 1;
        var cell = outputs.Count > 1 + directions ? outputs[1 + directions + d] : null;
        return new LayerTrace(
            hidden.transpose(0, 1).MoveToOuterDisposeScope(),                                    // [N, T, H]
            outputs[1 + d].transpose(0, 1).MoveToOuterDisposeScope(),                            // [N, T, H]
            new LayerState(hidden.select(0, last).MoveToOuterDisposeScope(), cell?.select(0, last).MoveToOuterDisposeScope()));
    }
}
