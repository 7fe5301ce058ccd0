using ProfessorForcing.Autograd;
using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Native;
using ProfessorForcing.Outputs;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>
/// Embedding → recurrent layers → affine map to the parameters of the next element's distribution. The element read at
/// the first step is a start symbol whose embedding is zero. Where the elements' space has features of positions (a condition x), those of
/// the element that comes next are read beside the embedding of the one before.
/// </summary>
public sealed class RecurrentGenerator : IGenerator
{
    // Up to here all logits at once are fewer numbers than the states.
    private const int FewSymbols = 256;

    private readonly GeneratorOptions _options;
    private readonly Parameter _embedding;
    private readonly RecurrentLayer[] _layers;
    private readonly Parameter _outputWeight;
    private readonly Parameter _outputBias;
    private readonly PositionFeatures? _positionFeatures;
    private readonly Tensor? _positions; // [T, C]
    private readonly InitialStates _initial;

    /// <summary>Makes a generator with torch.nn's initial weights.</summary>
    /// <param name="options">Sizes and dropout.</param>
    /// <param name="elements">What an element is.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="type">The parameters' number format.</param>
    /// <param name="recomputeSteps">Steps whose gates are computed again at a time on the way back; 0: gates are kept.</param>
    /// <param name="candidateLayers">The layers whose candidates traces have; null for all.</param>
    public RecurrentGenerator(
        GeneratorOptions options, SymbolSpace elements, RandomStream random, Device device, ScalarType type = ScalarType.Float32,
        int recomputeSteps = 0, IReadOnlyCollection<int>? candidateLayers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(elements);
        _options = options;
        Output = new CategoricalOutput(elements.Count);
        Parameters = new ParameterSet(device, type);
        _embedding = Parameters.AddNormal("embedding.weight", 1, random, elements.Count, options.Embedding);
        _positionFeatures = elements.Positions;
        _positions = elements.Positions is not { } positions
            ? null
            : tensor(positions.Values, positions.Count, positions.Width, dtype: type, device: device).DetachFromDisposeScope();
        _layers = [.. Enumerable.Range(0, options.Layers).Select(layer => new RecurrentLayer(
            Parameters, "recurrent.", $"_l{layer}", options.Cell, layer == 0 ? options.Embedding + (_positionFeatures?.Width ?? 0) : options.Hidden, options.Hidden, random,
            options.LayerNorm, recomputeSteps, candidateLayers?.Contains(layer) ?? true))];
        var bound = 1 / Math.Sqrt(options.Hidden);
        _outputWeight = Parameters.AddUniform("output.weight", bound, random, Output.ParameterCount, options.Hidden);
        _outputBias = Parameters.AddUniform("output.bias", bound, random, Output.ParameterCount);
        _initial = new InitialStates(Parameters, _layers, options.LearnedInitialState);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters { get; }

    /// <inheritdoc/>
    public IOutputDistribution Output { get; }

    /// <inheritdoc/>
    public GeneratorState InitialState(int rows, TextCondition? text = null)
    {
        if (text is not null)
            throw new ArgumentException("This generator reads no text.", nameof(text));
        return new GeneratorState(_initial.Of(rows), null);
    }

    /// <inheritdoc/>
    public GeneratorMasks DrawMasks(int rows, RandomStream random) =>
        GeneratorMasks.Draw(rows, _options.Embedding, _options, random, Parameters.Device);

    /// <inheritdoc/>
    public GeneratorTrace Unroll(Tensor elements, GeneratorState initial, GeneratorMasks masks)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(masks);
        CheckLength(initial, elements.shape[1]);
        return Unroll(elements, initial, masks, Table(masks, initial, elements.shape[0], elements.shape[1]), null);
    }

    /// <inheritdoc/>
    public (FreeRun Run, Func<GeneratorTrace> Trace)? Generate(
        GeneratorState initial, GeneratorMasks masks, Tensor uniforms, SamplingOptions sampling, Tensor? given = null, Tensor? isGiven = null)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(uniforms);
        ArgumentNullException.ThrowIfNull(sampling);
        if (OnKernels() is not { } network || uniforms.shape[0] == 0)
            return null;
        CheckLength(initial, uniforms.shape[0]);
        var table = Table(masks, initial, uniforms.shape[1], uniforms.shape[0]);
        var generation = new KernelGeneration
        {
            Network = network,
            Table = table,
            Initial = initial,
            Masks = masks,
            KeepsGates = is_grad_enabled() && _layers[0].RecomputeSteps == 0,
            CandidateLayers = [.. Enumerable.Range(0, _layers.Length).Where(layer => _layers[layer].ShowsCandidate)],
        };
        var (elements, final, layers) = generation.Run(uniforms, sampling, given, isGiven);
        int[] lengths = [.. Enumerable.Repeat((int)uniforms.shape[0], (int)uniforms.shape[1])];
        return (new(elements, final, lengths), () => Unroll(elements, initial, masks, table, layers));
    }

    /// <inheritdoc/>
    public unsafe SymbolNetwork? OnKernels() => !HasKernels ? null : new SymbolNetwork
    {
        Cell = _options.Cell == CellKind.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm,
        Symbols = (int)_embedding.shape[0],
        Units = _options.Hidden,
        Layers = [.. _layers.Select((layer, i) => layer.OnKernels(_initial.Learned(i)))],
        Embedding = TensorMemory.Floats(_embedding),
        Positions = _positionFeatures is not { } positions ? null : new Positions
        {
            Count = positions.Count,
            Width = positions.Width,
            Values = TensorMemory.Floats(_positions!),
        },
        OutputWeight = TensorMemory.Floats(_outputWeight),
        OutputBias = TensorMemory.Floats(_outputBias),
    };

    /// <inheritdoc/>
    public (Tensor Parameters, GeneratorState State) Step(GeneratorState state, GeneratorMasks masks)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(masks);
        var input = Read(state);                                                                 // [N, E]
        if (masks.Input is not null)
            input *= masks.Input;
        CheckLength(state, 1);
        if (_positions is not null)
            input = cat([input, _positions.narrow(0, state.Position, 1).expand(input.shape[0], -1)], -1); // [N, E + C]
        var layers = new LayerState[_layers.Length];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            (layers[layer], _) = _layers[layer].Step(input, state.Layers[layer]);
            input = masks.Outputs is null ? layers[layer].Hidden : layers[layer].Hidden * masks.Outputs[layer];
        }
        var parameters = addmm(_outputBias, input, _outputWeight.t(), 1, 1);                           // [N, P]
        return (parameters, state with { Layers = layers, Position = state.Position + 1 });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        _positions?.Dispose();
    }

    private bool HasKernels => _layers[0].HasKernels;

    private void CheckLength(GeneratorState initial, long steps)
    {
        if (_positionFeatures is { } positions && initial.Position + steps > positions.Count)
            throw new ArgumentException($"The generator knows {positions.Count} positions; {initial.Position + steps} are too many.");
    }

    // W_ih·x + b_ih of the lowest layer, normalised if it is, for every symbol and, last, the start symbol: [V + 1, G·H]; with positions as many
    // rows for each step. Null where it would be of no use: for fewer elements than rows, or where each row's input has a mask of its own.
    private Tensor? Table(GeneratorMasks masks, GeneratorState initial, long rows, long steps)
    {
        var symbols = _embedding.shape[0];
        if (!HasKernels || masks.Input is not null || rows * steps <= symbols || _positions is not null && rows <= symbols)
            return null;
        // No scope of its own: the way back reads the table's inputs once more.
        var start = zeros(1, _options.Embedding, dtype: Parameters.Type, device: Parameters.Device);
        var inputs = cat([_embedding, start]);                                                   // [V + 1, E]
        if (_positions is not null)
        {
            inputs = cat([
                inputs.unsqueeze(0).expand(steps, -1, -1),
                _positions.narrow(0, initial.Position, steps).unsqueeze(1).expand(-1, symbols + 1, -1),
            ], -1).view(steps * (symbols + 1), -1);                                              // [T·(V + 1), E + C]
        }
        return _layers[0].InputGates(inputs);
    }

    private GeneratorTrace Unroll(
        Tensor elements, GeneratorState initial, GeneratorMasks masks, Tensor? table, IReadOnlyList<RecordedLayer>? recorded)
    {
        var steps = (int)elements.shape[1];
        var embedding = ReadShifted(elements, initial);                                          // [N, T, E]
        // Nobody reads it where the lowest layer has a table.
        var layerInput = table is null || steps == 0 ? LowestInput(embedding, masks, initial.Position) : embedding;
        var traces = new LayerTrace[_layers.Length];
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            var state = initial.Layers[layer];
            traces[layer] = layer == 0 && table is not null && steps > 0
                ? KernelRecurrence.RunSymbols(_layers[0], table, SymbolsRead(elements, initial), state, recorded?[0])
                : recorded is not null
                    ? KernelRecurrence.RunRecorded(_layers[layer], layerInput, state, recorded[layer])
                    : _layers[layer].Run(layerInput, state);
            layerInput = masks.Outputs is null ? traces[layer].Hidden : traces[layer].Hidden * masks.Outputs[layer].unsqueeze(1);
        }
        GeneratorTrace whole = null!;
        whole = new GeneratorTrace(
            [.. traces.Select(trace => trace.Candidate)],
            [.. traces.Select(trace => trace.Hidden)],
            embedding,
            Condition(initial.Position, steps, elements.shape[0]),
            () => Affine.Apply(layerInput, _outputWeight, _outputBias),                          // [N, T, P]
            targets => HasKernels && _embedding.shape[0] > FewSymbols
                ? Affine.LogProbability(layerInput, _outputWeight, _outputBias, targets)         // [N, T]
                : Output.LogProbability(whole.Parameters, targets),
            new GeneratorState([.. traces.Select(trace => trace.Final)], steps > 0 ? elements.select(1, steps - 1) : initial.Previous,
                initial.Position + steps));
        return whole;
    }

    // [N, T, E + C].
    private Tensor LowestInput(Tensor embedding, GeneratorMasks masks, int position)
    {
        var input = masks.Input is null ? embedding : embedding * masks.Input.unsqueeze(1);
        return Condition(position, (int)input.shape[1], input.shape[0]) is { } condition ? cat([input, condition], -1) : input;
    }

    // [N, T, C].
    private Tensor? Condition(int position, int steps, long rows) => _positions?.narrow(0, position, steps).unsqueeze(0).expand(rows, -1, -1);

    // y_0..y_{T−1}, with V for the start symbol, as rows of the table: [T, N].
    private Tensor SymbolsRead(Tensor elements, GeneratorState initial)
    {
        var (symbols, steps) = (_embedding.shape[0], elements.shape[1]);
        var first = KernelGeneration.SymbolsRead(initial, symbols).unsqueeze(0);                 // [1, N]
        var read = cat([first, elements.narrow(1, 0, steps - 1).t()]).contiguous();
        return _positions is null ? read : read.PlusWhole(tensor(Enumerable.Range(0, (int)steps).Select(t => t * (symbols + 1)).ToArray(), steps, 1));
    }

    // The embeddings of y_0..y_{T−1}: what is read at steps 1..T.
    private Tensor ReadShifted(Tensor elements, GeneratorState initial)
    {
        var first = Read(initial).unsqueeze(1);                                                  // [N, 1, E]
        var rest = elements.narrow(1, 0, Math.Max(elements.shape[1] - 1, 0));                    // [N, T − 1]
        return cat([first, Look(rest)], 1).narrow(1, 0, elements.shape[1]);
    }

    private Tensor Read(GeneratorState state) => state.Previous is null
        ? zeros(state.Layers[0].Hidden.shape[0], _options.Embedding, dtype: Parameters.Type, device: Parameters.Device)
        : Look(state.Previous);

    private Tensor Look(Tensor symbols) =>
        _embedding.index_select(0, symbols.reshape(-1)).view([.. symbols.shape, _options.Embedding]);
}
