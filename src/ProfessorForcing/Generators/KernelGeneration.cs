using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Native;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Runs a recurrent generator of symbols freely on the kernels, in one go.</summary>
internal sealed unsafe class KernelGeneration
{
    /// <summary>The recurrent layers, from the lowest.</summary>
    public required IReadOnlyList<RecurrentLayer> Layers { get; init; }

    /// <summary>W_ih·x + b_ih of the lowest layer for every symbol and the start symbol, [V + 1, G·H]; null where inputs have dropout.</summary>
    public required Tensor? Table { get; init; }

    /// <summary>[V, E].</summary>
    public required Tensor Embedding { get; init; }

    /// <summary>[V, H].</summary>
    public required Tensor OutputWeight { get; init; }

    /// <summary>[V].</summary>
    public required Tensor OutputBias { get; init; }

    /// <summary>The state before the first element.</summary>
    public required GeneratorState Initial { get; init; }

    /// <summary>Dropout.</summary>
    public required GeneratorMasks Masks { get; init; }

    /// <summary>Generates.</summary>
    /// <param name="uniforms">[T, N, 1].</param>
    /// <param name="sampling">How symbols are drawn.</param>
    /// <param name="given">Elements that stand instead of drawn ones where <paramref name="isGiven"/> is true: [N, T]; null for none.</param>
    /// <param name="isGiven">bool [N, T]; null for none.</param>
    /// <returns>The elements, [N, T]; the state after the last; what each layer went through.</returns>
    public (Tensor Elements, GeneratorState Final, IReadOnlyList<RecordedLayer> Layers) Run(
        Tensor uniforms, SamplingOptions sampling, Tensor? given = null, Tensor? isGiven = null)
    {
        using var scope = NewDisposeScope();
        var (steps, rows) = (uniforms.shape[0], uniforms.shape[1]);
        var recorded = Layers.Select(layer => Empty(layer, steps, rows)).ToArray();
        var read = empty(steps, rows, dtype: ScalarType.Int64);
        var elements = empty(steps, rows, dtype: ScalarType.Int64);
        read.select(0, 0).copy_(SymbolsRead(Initial, Embedding.shape[0]));
        // Kept alive until the kernels are done.
        var states = Initial.Layers.Select(state => state.Select(value => value.detach().contiguous())).ToArray();
        var (table, embedding) = (Table?.detach().contiguous(), Embedding.detach().contiguous());
        var (givenRows, isGivenRows) = (given?.transpose(0, 1).contiguous(), isGiven?.transpose(0, 1).contiguous());
        var weights = Layers.Select(layer => layer.Weights).ToArray();
        GenerationMath.Generate(new SymbolGeneration
        {
            Cell = Layers[0].Kind == CellKind.Gru ? RecurrentCell.Gru : RecurrentCell.Lstm,
            Layers = [.. Layers.Select((layer, i) => new GenerationLayer
            {
                Pass = Pass(layer, weights[i], recorded[i], states[i], i == 0 ? table : null, read),
                InputWeight = i == 0 && table is not null ? null : TensorMemory.Floats(weights[i].InputWeight),
                Inputs = (int)weights[i].InputWeight.shape[1],
                InputMask = TensorMemory.FloatsOrNull(i == 0 ? Masks.Input : Masks.Outputs?[i - 1]),
            })],
            Symbols = (int)Embedding.shape[0],
            Embedding = TensorMemory.Floats(embedding),
            OutputWeight = TensorMemory.Floats(OutputWeight),
            OutputBias = TensorMemory.Floats(OutputBias),
            OutputMask = TensorMemory.FloatsOrNull(Masks.Outputs?[^1]),
            Sampling = new SymbolSampling(sampling.Temperature, sampling.TopK, sampling.TopP),
            Uniforms = TensorMemory.Floats(uniforms),
            Given = givenRows is null ? null : TensorMemory.Longs(givenRows),
            IsGiven = isGivenRows is null ? null : TensorMemory.Booleans(isGivenRows),
            Read = TensorMemory.Longs(read),
            Elements = TensorMemory.Longs(elements),
        });
        foreach (var layer in recorded)
            scope.MoveToOuter(new[] { layer.Hidden, layer.Candidate, layer.Cell, layer.Gates }.OfType<Tensor>());
        var last = elements.select(0, steps - 1).clone();
        var final = new GeneratorState(
            [.. recorded.Select(layer => new LayerState(layer.Hidden.select(0, steps - 1).clone(), layer.Cell?.select(0, steps - 1).clone()))], last);
        return (elements.transpose(0, 1).contiguous().MoveToOuterDisposeScope(), final.Select(value => value.MoveToOuterDisposeScope()), recorded);
    }

    /// <summary>What is read at the first step: [N]; <paramref name="start"/> for the start symbol.</summary>
    public static Tensor SymbolsRead(GeneratorState initial, long start) =>
        initial.Previous ?? zeros(initial.Layers[0].Hidden.shape[0], dtype: ScalarType.Int64).FilledLike(start);

    private static RecurrentPass Pass(
        RecurrentLayer layer, (Tensor InputWeight, Tensor HiddenWeight, Tensor InputBias, Tensor HiddenBias) weights,
        RecordedLayer recorded, LayerState initial, Tensor? table, Tensor read) => new()
    {
        Rows = (int)recorded.Hidden.shape[1],
        Steps = (int)recorded.Hidden.shape[0],
        Units = layer.HiddenSize,
        HiddenWeight = TensorMemory.Floats(weights.HiddenWeight),
        HiddenBias = TensorMemory.Floats(weights.HiddenBias),
        InputGates = TensorMemory.Floats(table ?? recorded.Gates),
        InputBias = table is null ? TensorMemory.Floats(weights.InputBias) : null,
        Symbols = table is null ? null : TensorMemory.Longs(read),
        InitialHidden = TensorMemory.Floats(initial.Hidden),
        InitialCell = TensorMemory.FloatsOrNull(initial.Cell),
        Hidden = TensorMemory.Floats(recorded.Hidden),
        HiddenStride = layer.HiddenSize,
        Candidate = TensorMemory.Floats(recorded.Candidate),
        Cell = TensorMemory.FloatsOrNull(recorded.Cell),
        Saved = TensorMemory.Floats(recorded.Gates),
    };

    private static RecordedLayer Empty(RecurrentLayer layer, long steps, long rows)
    {
        Tensor New(int gates) => empty(steps, rows, gates * layer.HiddenSize, dtype: ScalarType.Float32);
        return new RecordedLayer(New(1), New(1), layer.Kind == CellKind.Lstm ? New(1) : null, New(layer.Kind == CellKind.Gru ? 3 : 4));
    }
}
