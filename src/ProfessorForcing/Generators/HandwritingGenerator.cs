using ProfessorForcing.Autograd;
using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>
/// The synthesis network of Graves (2013, section 5): points of a pen under a text. The lowest layer reads the point before and what its own soft
/// window showed one step ago, h¹_t = cell([y_{t−1}, w_{t−1}], h¹_{t−1}); the window moves on by h¹_t; layers above read the point before, the layer
/// below and the window, hⁿ_t = cell([y_{t−1}, hⁿ⁻¹_t, w_t], hⁿ_{t−1}). The mixture's parameters are an affine map of all layers' states. The point
/// read at the first step is 0.
/// </summary>
public sealed class HandwritingGenerator : IGenerator
{
    private readonly GeneratorOptions _options;
    private readonly int _characters;
    private readonly RecurrentLayer[] _layers;
    private readonly SoftWindow _window;
    private readonly AffineParameters _output;
    private readonly InitialStates _initial;
    private readonly PenOutput _points;

    /// <summary>Makes a generator with torch.nn's initial weights, and a window that starts at the text's first character.</summary>
    /// <param name="options">Sizes and dropout; the embedding's width is of no use.</param>
    /// <param name="elements">What an element is.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="type">The parameters' number format.</param>
    /// <param name="recomputeSteps">Steps whose gates the layers above the lowest compute again at a time on the way back; 0: gates are kept.</param>
    /// <param name="candidateLayers">The layers whose candidates traces have; null for all.</param>
    public HandwritingGenerator(
        GeneratorOptions options, PenSpace elements, RandomStream random, Device device, ScalarType type = ScalarType.Float32,
        int recomputeSteps = 0, IReadOnlyCollection<int>? candidateLayers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(elements);
        (_options, _characters) = (options, elements.Characters);
        Output = _points = new PenOutput(options.Mixtures, elements.LongestMove);
        Parameters = new ParameterSet(device, type);
        var read = PenSpace.PointWidth + elements.Characters;
        _layers = [.. Enumerable.Range(0, options.Layers).Select(layer => new RecurrentLayer(
            Parameters, "recurrent.", $"_l{layer}", options.Cell, read + (layer == 0 ? 0 : options.Hidden), options.Hidden, random,
            options.LayerNorm, recomputeSteps, candidateLayers?.Contains(layer) ?? true))];
        _window = new SoftWindow(Parameters, options.Hidden, options.WindowComponents, elements.Characters, random);
        _output = new AffineParameters(Parameters, "output", options.Layers * options.Hidden, Output.ParameterCount, random);
        _initial = new InitialStates(Parameters, _layers, options.LearnedInitialState);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters { get; }

    /// <inheritdoc/>
    public IOutputDistribution Output { get; }

    /// <inheritdoc/>
    public GeneratorState InitialState(int rows, TextCondition? text = null)
    {
        if (text is null || text.Lengths.Count != rows)
            throw new ArgumentException($"Handwriting needs a text for each of the {rows} rows.", nameof(text));
        return new GeneratorState(_initial.Of(rows), zeros(rows, PenSpace.PointWidth, dtype: Parameters.Type, device: Parameters.Device)) { Window = _window.Start(text) };
    }

    /// <inheritdoc/>
    public GeneratorMasks DrawMasks(int rows, RandomStream random) =>
        GeneratorMasks.Draw(rows, PenSpace.PointWidth, _options, random, Parameters.Device);

    /// <inheritdoc/>
    public GeneratorTrace Unroll(Tensor elements, GeneratorState initial, GeneratorMasks masks)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(masks);
        var steps = elements.shape[1];
        ArgumentOutOfRangeException.ThrowIfZero(steps);
        var first = initial.Previous!.unsqueeze(1);                                                 // [N, 1, 3]
        var read = cat([first, elements.narrow(1, 0, steps - 1)], 1);                               // [N, T, 3]
        var input = masks.Input is null ? read : read * masks.Input.unsqueeze(1);
        var (lowest, window) = Lowest(input, initial);
        var traces = new LayerTrace[_layers.Length];
        var shown = new Tensor[_layers.Length];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            traces[layer] = layer == 0 ? lowest : _layers[layer].Run(cat([input, shown[layer - 1], window.Read], -1), initial.Layers[layer]);
            shown[layer] = masks.Outputs is null ? traces[layer].Hidden : traces[layer].Hidden * masks.Outputs[layer].unsqueeze(1);
        }
        var states = shown.Length == 1 ? shown[0] : cat(shown, -1);                                // [N, T, L·H]
        GeneratorTrace whole = null!;
        whole = new GeneratorTrace(
            [.. traces.Select(trace => trace.Candidate)],
            [.. traces.Select(trace => trace.Hidden)],
            read,
            window.Read,
            () => Affine.Apply(states, _output.Weight, _output.Bias),                              // [N, T, P]
            targets => Output.LogProbability(whole.Parameters, targets),                           // [N, T]
            new GeneratorState([.. traces.Select(trace => trace.Final)], elements.select(1, steps - 1), initial.Position + (int)steps) { Window = window.Final })
        {
            WindowWeights = window.Weights,
            MakeWindowParameters = () => _window.Numbers(traces[0].Hidden),
        };
        return whole;
    }

    /// <inheritdoc/>
    public (FreeRun Run, Func<GeneratorTrace> Trace)? Generate(
        GeneratorState initial, GeneratorMasks masks, Tensor uniforms, SamplingOptions sampling, Tensor? given = null, Tensor? isGiven = null)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(uniforms);
        ArgumentNullException.ThrowIfNull(sampling);
        if (!_layers[0].HasKernels || _options.LayerNorm || uniforms.shape[0] == 0)
            return null;
        var run = PenKernelGeneration.Run(Network(), initial, masks, uniforms, sampling, given, isGiven);
        return (run, () => Unroll(run.Elements, initial, masks));
    }

    /// <inheritdoc/>
    public (Tensor Parameters, GeneratorState State) Step(GeneratorState state, GeneratorMasks masks)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(masks);
        var input = masks.Input is null ? state.Previous! : state.Previous! * masks.Input;          // [N, 3]
        var layers = new LayerState[_layers.Length];
        var shown = new Tensor[_layers.Length];
        var window = state.Window!;
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            Tensor[] inputs = layer == 0 ? [input, window.Read] : [input, shown[layer - 1], window.Read];
            (layers[layer], _) = _layers[layer].Step(cat(inputs, -1), state.Layers[layer]);
            if (layer == 0)
                window = _window.Step(layers[0].Hidden, window);
            shown[layer] = masks.Outputs is null ? layers[layer].Hidden : layers[layer].Hidden * masks.Outputs[layer];
        }
        var states = shown.Length == 1 ? shown[0] : cat(shown, -1);                                // [N, L·H]
        var parameters = addmm(_output.Bias, states, _output.Weight.t(), 1, 1);                    // [N, P]
        return (parameters, state with { Layers = layers, Window = window, Position = state.Position + 1 });
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    private unsafe PenNetwork Network() => new()
    {
        Cell = _options.Cell == CellKind.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm,
        Units = _options.Hidden,
        Characters = _characters,
        WindowComponents = _options.WindowComponents,
        Mixtures = _options.Mixtures,
        LongestMove = _points.LongestMove,
        // Free running is given its state, learned or not.
        Layers = [.. _layers.Select(layer => layer.OnKernels(null))],
        WindowWeight = TensorMemory.Floats(_window.Weight),
        WindowBias = TensorMemory.Floats(_window.Bias),
        OutputWeight = TensorMemory.Floats(_output.Weight),
        OutputBias = TensorMemory.Floats(_output.Bias),
    };

    // The layer whose window feeds back: its trace, and what the window showed ([N, T, C]) and weighed ([N, T, U + 1]).
    private (LayerTrace Trace, (Tensor Read, Tensor Weights, WindowState Final) Window) Lowest(Tensor input, GeneratorState initial) =>
        KernelWindow.Handles(_layers[0], input, initial.Window!)
            ? KernelWindow.Run(_layers[0], _window, input, initial.Layers[0], initial.Window!)
            : LowestOnTorch(input, initial);

    // Step by step: the reference that the kernels are held against, and the way elsewhere.
    private (LayerTrace Trace, (Tensor Read, Tensor Weights, WindowState Final) Window) LowestOnTorch(Tensor input, GeneratorState initial)
    {
        using var scope = NewDisposeScope();
        var steps = (int)input.shape[1];
        var points = input.transpose(0, 1).contiguous().unbind(0);                                 // T × [N, 3]
        var (hidden, candidates, read, weights) = (new Tensor[steps], new Tensor[steps], new Tensor[steps], new Tensor[steps]);
        var (state, window) = (initial.Layers[0], initial.Window!);
        for (var t = 0; t < steps; t++)
        {
            using var step = NewDisposeScope();
            (state, var candidate) = _layers[0].Step(cat([points[t], window.Read], -1), state);
            state = state.Select(value => value.MoveToOuterDisposeScope());
            window = _window.Step(state.Hidden, window).Select(value => value.MoveToOuterDisposeScope());
            (hidden[t], read[t], weights[t]) = (state.Hidden, window.Read, window.Weights);
            if (_layers[0].ShowsCandidate)
                candidates[t] = candidate.MoveToOuterDisposeScope();
        }
        Tensor Joined(Tensor[] parts) => stack(parts, 0).transpose(0, 1).MoveToOuterDisposeScope();
        return (
            new LayerTrace(Joined(hidden), _layers[0].ShowsCandidate ? Joined(candidates) : null, state.Select(value => value.MoveToOuterDisposeScope())),
            (Joined(read), Joined(weights), window.Select(value => value.MoveToOuterDisposeScope())));
    }
}
