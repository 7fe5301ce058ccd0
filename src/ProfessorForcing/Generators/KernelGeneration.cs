using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Models;
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
    /// <summary>The generator's weights.</summary>
    public required SymbolNetwork Network { get; init; }

    /// <summary>
    /// W_ih·x + b_ih of the lowest layer for every symbol and the start symbol, [V + 1, G·H], or as many rows for each step; null to compute it
    /// for what is read.
    /// </summary>
    public required Tensor? Table { get; init; }

    /// <summary>The state before the first element.</summary>
    public required GeneratorState Initial { get; init; }

    /// <summary>Dropout.</summary>
    public required GeneratorMasks Masks { get; init; }

    /// <summary>Whether gates are kept for a way back.</summary>
    public required bool KeepsGates { get; init; }

    /// <summary>The layers whose candidates are shown.</summary>
    public required IReadOnlyCollection<int> CandidateLayers { get; init; }

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
        Check(rows, steps, given, isGiven);
        var recorded = Network.Layers.Select((weights, i) => Record(weights, i, steps, rows)).ToArray();
        // Where gates are kept, their inputs lie in the same place; else nobody needs them after their step.
        var inputGates = recorded.Select(layer => layer.Gates ?? Empty(1, rows, Gates)).ToArray();
        var read = empty(steps, rows, dtype: ScalarType.Int64);
        var elements = empty(steps, rows, dtype: ScalarType.Int64);
        read.select(0, 0).copy_(SymbolsRead(Initial, Network.Symbols));
        // Kept alive until the kernels are done.
        var states = Initial.Layers.Select(state => state.Select(value => value.detach().contiguous())).ToArray();
        var table = Table?.detach().contiguous();
        var (givenRows, isGivenRows) = (given?.transpose(0, 1).contiguous(), isGiven?.transpose(0, 1).contiguous());
        GenerationMath.Generate(new SymbolGeneration
        {
            Cell = Network.Cell,
            Layers = [.. Network.Layers.Select((weights, i) => new GenerationLayer
            {
                Pass = Pass(weights, recorded[i], states[i], inputGates[i], i == 0 ? table : null, read),
                InputWeight = i == 0 && table is not null ? null : weights.InputWeight,
                InputNormalization = NormalizedSums.Place(i == 0 && table is not null ? null : weights.InputGain, recorded[i].Normalized?.InputSums),
                Inputs = weights.Inputs,
                InputMask = TensorMemory.FloatsOrNull(i == 0 ? Masks.Input : Masks.Outputs?[i - 1]),
            })],
            Symbols = Network.Symbols,
            Embedding = Network.Embedding,
            Positions = Network.Positions,
            FirstPosition = Initial.Position,
            TableStride = table is not null && Network.Positions is not null ? Network.Symbols + 1 : 0,
            OutputWeight = Network.OutputWeight,
            OutputBias = Network.OutputBias,
            OutputMask = TensorMemory.FloatsOrNull(Masks.Outputs?[^1]),
            Sampling = new SymbolSampling { Temperature = sampling.Temperature, TopK = sampling.TopK, TopP = sampling.TopP },
            Uniforms = TensorMemory.Floats(uniforms),
            Given = givenRows is null ? null : TensorMemory.Longs(givenRows),
            IsGiven = isGivenRows is null ? null : TensorMemory.Booleans(isGivenRows),
            Read = TensorMemory.Longs(read),
            Elements = TensorMemory.Longs(elements),
        });
        GC.KeepAlive(uniforms);
        foreach (var layer in recorded)
            scope.MoveToOuter(layer.Tensors);
        var last = elements.select(0, steps - 1).clone();
        var final = new GeneratorState(
            [.. recorded.Select(layer => new LayerState(layer.Hidden.select(0, steps - 1).clone(), layer.Cell?.select(0, steps - 1).clone()))], last,
            Initial.Position + (int)steps);
        return (elements.transpose(0, 1).contiguous().MoveToOuterDisposeScope(), final.Select(value => value.MoveToOuterDisposeScope()), recorded);
    }

    // The kernels read memory as they are told; torch operations would refuse, or repeat rows.
    private void Check(long rows, long steps, Tensor? given, Tensor? isGiven)
    {
        foreach (var state in Initial.Tensors)
        {
            if (state.shape[0] != rows)
                throw new ArgumentException($"A state of {state.shape[0]} rows does not go with uniform numbers for {rows}.");
        }
        foreach (var mask in (Masks.Outputs ?? []).Append(Masks.Input).OfType<Tensor>())
        {
            if (mask.shape[0] != rows)
                throw new ArgumentException($"A dropout mask of {mask.shape[0]} rows does not go with uniform numbers for {rows}.");
        }
        foreach (var symbols in new[] { given, Initial.Previous }.OfType<Tensor>())
        {
            if (symbols.numel() > 0 && (symbols.min().item<long>() < 0 || symbols.max().item<long>() >= Network.Symbols))
                throw new ArgumentException($"There are symbols outside 0 to {Network.Symbols - 1}.");
        }
        if (given is not null && isGiven is not null && (!given.shape.SequenceEqual([rows, steps]) || !isGiven.shape.SequenceEqual([rows, steps])))
            throw new ArgumentException($"Given elements must be [{rows}, {steps}].");
    }

    /// <summary>What is read at the first step: [N]; <paramref name="start"/> for the start symbol.</summary>
    public static Tensor SymbolsRead(GeneratorState initial, long start) =>
        initial.Previous ?? zeros(initial.Layers[0].Hidden.shape[0], dtype: ScalarType.Int64).FilledLike(start);

    private RecurrentPass Pass(LayerWeights weights, RecordedLayer recorded, LayerState initial, Tensor inputGates, Tensor? table, Tensor read) => new()
    {
        Rows = (int)recorded.Hidden.shape[1],
        Steps = (int)recorded.Hidden.shape[0],
        Units = Network.Units,
        HiddenWeight = weights.HiddenWeight,
        HiddenBias = weights.HiddenBias,
        HiddenNormalization = NormalizedSums.Place(weights.HiddenGain, recorded.Normalized?.HiddenSums),
        CellNormalization = NormalizedSums.Place(weights.CellGain, recorded.Normalized?.Cell),
        CellBias = weights.CellBias,
        InputGates = TensorMemory.Floats(table ?? inputGates),
        InputGatesOfOneStep = recorded.Gates is null,
        InputBias = table is null ? weights.InputBias : null,
        Symbols = table is null ? null : TensorMemory.Longs(read),
        InitialHidden = TensorMemory.Floats(initial.Hidden),
        InitialCell = TensorMemory.FloatsOrNull(initial.Cell),
        Hidden = TensorMemory.Floats(recorded.Hidden),
        HiddenStride = Network.Units,
        Candidate = TensorMemory.FloatsOrNull(recorded.Candidate),
        Cell = TensorMemory.FloatsOrNull(recorded.Cell),
        Saved = TensorMemory.FloatsOrNull(recorded.Gates),
    };

    private bool IsLstm => Network.Cell == RecurrentCell.Lstm;

    private int Gates => IsLstm ? 4 : 3;

    private RecordedLayer Record(LayerWeights weights, int layer, long steps, long rows) => new(
        Empty(steps, rows, 1),
        CandidateLayers.Contains(layer) || KeepsGates && !IsLstm ? Empty(steps, rows, 1) : null,
        IsLstm ? Empty(steps, rows, 1) : null,
        KeepsGates ? TensorPool.Rent(steps, rows, Gates * Network.Units) : null,
        weights.HiddenGain == null ? null : NormalizedLayer.Empty(steps, rows, Network.Units, IsLstm, layer == 0 && Table is not null, KeepsGates));

    private Tensor Empty(long steps, long rows, int gates) => TensorMemory.Empty(steps, rows, gates * Network.Units);
}
