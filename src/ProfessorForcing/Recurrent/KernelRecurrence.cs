using ProfessorForcing.Autograd;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Recurrent;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Recurrent;

/// <summary>Recurrent layers on the kernels.</summary>
internal static class KernelRecurrence
{
    /// <summary>Runs layers over the same sequence.</summary>
    /// <param name="layers">One, or one for each direction.</param>
    /// <param name="reverse">For each whether it goes from the last step to the first.</param>
    /// <param name="input">x_1..x_T: [N, T, I].</param>
    /// <param name="initial">The state before the first step, of a single layer; null for zero.</param>
    /// <param name="mask">1 at real steps, 0 at padding: [N, T]; null if there is none.</param>
    /// <param name="plan">Which gradients are wanted; null for all.</param>
    /// <returns>All layers' states side by side, [N, T, D·H], and what each went through.</returns>
    public static (Tensor Hidden, IReadOnlyList<LayerTrace> Traces) Run(
        IReadOnlyList<RecurrentLayer> layers, IReadOnlyList<bool> reverse, Tensor input, LayerState? initial, Tensor? mask, BackwardPlan? plan = null)
    {
        using var scope = NewDisposeScope();
        return Run(scope, layers, reverse, input.transpose(0, 1).contiguous(), null, initial, mask, plan, null); // [T, N, I]
    }

    /// <summary>Runs a layer whose input is one of a few symbols at each step.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="table">W_ih·x + b_ih, normalised if the layer is, for every symbol: [V, G·H].</param>
    /// <param name="symbols">int64 [T, N].</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="recorded">What the layer goes through, where it is known already.</param>
    public static LayerTrace RunSymbols(RecurrentLayer layer, Tensor table, Tensor symbols, LayerState initial, RecordedLayer? recorded)
    {
        using var scope = NewDisposeScope();
        return Run(scope, [layer], [false], table, symbols.alias(), initial, null, null, recorded).Traces[0];
    }

    /// <summary>Runs a layer over a sequence through which it has gone already.</summary>
    /// <inheritdoc cref="RunSymbols"/>
    public static LayerTrace RunRecorded(RecurrentLayer layer, Tensor input, LayerState initial, RecordedLayer? recorded)
    {
        using var scope = NewDisposeScope();
        return Run(scope, [layer], [false], input.transpose(0, 1).contiguous(), null, initial, null, null, recorded).Traces[0];
    }

    private static (Tensor Hidden, IReadOnlyList<LayerTrace> Traces) Run(
        DisposeScope scope, IReadOnlyList<RecurrentLayer> layers, IReadOnlyList<bool> reverse, Tensor input, Tensor? symbols,
        LayerState? initial, Tensor? mask, BackwardPlan? plan, RecordedLayer? recorded)
    {
        // Torch operations would repeat a single row; the kernels read memory as they are told.
        var rows = symbols?.shape[1] ?? input.shape[1];
        foreach (var (name, tensor) in new[] { ("a state", initial?.Hidden), ("a cell state", initial?.Cell), ("a mask", mask) })
        {
            if (tensor is not null && tensor.shape[0] != rows)
                throw new ArgumentException($"The input has {rows} rows, but {name} has {tensor.shape[0]}.");
        }
        var arguments = new List<object?> { input };
        foreach (var layer in layers)
        {
            var (inputWeight, hiddenWeight, inputBias, hiddenBias) = layer.Weights;
            arguments.AddRange([inputWeight, hiddenWeight, inputBias, hiddenBias]);
        }
        foreach (var layer in layers)
        {
            if (layer.Normalization is { } normalization)
                arguments.AddRange([normalization.InputGain, normalization.HiddenGain, normalization.CellGain, normalization.CellBias]);
        }
        arguments.AddRange([initial?.Hidden.contiguous(), initial?.Cell?.contiguous()]);
        var call = new RecurrentCall
        {
            Cell = layers[0].Kind == CellKind.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm,
            Units = layers[0].HiddenSize,
            Directions = reverse,
            IsNormalized = layers[0].Normalization is not null,
            Symbols = symbols,
            Keep = mask?.transpose(0, 1).contiguous(),
            Recorded = recorded,
            RecomputeSteps = layers[0].RecomputeSteps,
            ShowsCandidates = layers[0].ShowsCandidate,
            Plan = plan,
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
        var candidate = layer.ShowsCandidate ? outputs[1 + d] : null;                            // [T, N, H]
        var cell = layer.Kind == CellKind.Lstm ? outputs[^(directions - d)] : null;              // [T, N, H]
        return new LayerTrace(
            hidden.transpose(0, 1).MoveToOuterDisposeScope(),                                    // [N, T, H]
            candidate?.transpose(0, 1).MoveToOuterDisposeScope(),                                // [N, T, H]
            new LayerState(hidden.select(0, last).MoveToOuterDisposeScope(), cell?.select(0, last).MoveToOuterDisposeScope()));
    }
}
