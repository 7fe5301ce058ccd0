using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Sampling;

/// <summary>
/// Some sequences that a network goes on generating, a symbol of each at every step. Weights are packed once, and a step allocates nothing.
/// Not thread-safe; the network's weights must stay where they are meanwhile.
/// </summary>
public sealed unsafe class SymbolStream : IDisposable
{
    // A step's states are read by the next one only.
    private const int Places = 2;

    // Numbers of a table: 64 MiB.
    private const nint LargestTable = 16 << 20;

    private readonly List<AlignedBuffer> _buffers = [];
    private readonly SymbolGeneration _generation;
    private readonly IAdvancing _work;
    private readonly long* _read;
    private readonly long* _elements;
    private readonly long* _given;
    private readonly bool* _isGiven;
    private readonly float* _uniforms;
    private int _place;
    private long _length;
    private bool _isDisposed;

    /// <summary>Starts sequences from the network's initial state.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">How many sequences N.</param>
    /// <param name="sampling">How symbols are drawn.</param>
    public SymbolStream(SymbolNetwork network, int rows, SymbolSampling sampling)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        Rows = rows;
        _read = (long*)Floats(2 * Places * rows);
        _elements = (long*)Floats(2 * Places * rows);
        _given = (long*)Floats(2 * Places * rows);
        _isGiven = (bool*)Floats(Places * rows);
        _uniforms = Floats(Places * rows);
        new Span<long>(_read, rows).Fill(network.Symbols);
        _generation = new SymbolGeneration
        {
            Cell = network.Cell,
            Layers = [.. network.Layers.Select((layer, i) => Layer(network, layer, i == 0 ? Table(network) : null))],
            Symbols = network.Symbols,
            Embedding = network.Embedding,
            Positions = network.Positions,
            OutputWeight = network.OutputWeight,
            OutputBias = network.OutputBias,
            Sampling = sampling,
            Uniforms = _uniforms,
            Given = _given,
            IsGiven = _isGiven,
            Read = _read,
            Elements = _elements,
        };
        _work = GenerationMath.Start(Processor.Instructions, _generation, WorkerTeam.Shared);
    }

    /// <summary>How many sequences there are.</summary>
    public int Rows { get; }

    /// <summary>Draws the next symbol of every sequence.</summary>
    /// <param name="uniforms">A uniform number in [0, 1) for each.</param>
    /// <param name="symbols">Receives a symbol for each.</param>
    /// <exception cref="InvalidOperationException">The network knows positions, and the sequences have reached the last.</exception>
    public void Next(ReadOnlySpan<float> uniforms, Span<long> symbols)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uniforms.Length, Rows);
        ArgumentOutOfRangeException.ThrowIfNotEqual(symbols.Length, Rows);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var at = _place * Rows;
        uniforms.CopyTo(new Span<float>(_uniforms + at, Rows));
        new Span<bool>(_isGiven + at, Rows).Clear();
        Advance();
        new ReadOnlySpan<long>(_elements + at, Rows).CopyTo(symbols);
    }

    /// <summary>Goes on with a given symbol in every sequence, such as one of a prompt.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Next"/>.</exception>
    public void Give(long symbol)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(symbol);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(symbol, _generation.Symbols);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var at = _place * Rows;
        new Span<long>(_given + at, Rows).Fill(symbol);
        new Span<bool>(_isGiven + at, Rows).Fill(true);
        Advance();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _work.Dispose();
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }

    private void Advance()
    {
        if (_generation.Positions is { } positions && _length == positions.Count)
            throw new InvalidOperationException($"The network knows {positions.Count} positions, and as many elements are there.");
        _work.Advance(1);
        _length++;
        _place = (_place + 1) % Places;
    }

    // W_ih·x (normalised if the layer is) of the lowest layer for every symbol and, last, the start symbol: [V + 1, G·H]. Null where positions are
    // read besides, or where it would be large.
    private float* Table(SymbolNetwork network)
    {
        var (weights, columns) = (network.Layers[0], Gates(network.Cell) * network.Units);
        var count = (nint)(network.Symbols + 1) * columns;
        if (network.Positions is not null || count > LargestTable)
            return null;
        var table = Floats(count);
        MatrixMath.Multiply(
            new(network.Embedding, network.Symbols, weights.Inputs), false, new(weights.InputWeight, columns, weights.Inputs), true, new(table, network.Symbols, columns));
        new Span<float>(table + (nint)network.Symbols * columns, columns).Clear();
        if (Normalization(weights.InputGain) is { } normalization)
            NormalizationMath.Forward(new(table, network.Symbols + 1, columns), normalization);
        return table;
    }

    private GenerationLayer Layer(SymbolNetwork network, LayerWeights weights, float* table)
    {
        var (units, gates) = (network.Units, Gates(network.Cell));
        return new GenerationLayer
        {
            InputWeight = table == null ? weights.InputWeight : null,
            InputNormalization = table == null ? Normalization(weights.InputGain) : null,
            Inputs = weights.Inputs,
            Pass = new RecurrentPass
            {
                Rows = Rows,
                Steps = int.MaxValue,
                Places = Places,
                Units = units,
                HiddenWeight = weights.HiddenWeight,
                HiddenBias = weights.HiddenBias,
                HiddenNormalization = Normalization(weights.HiddenGain),
                CellNormalization = Normalization(weights.CellGain),
                CellBias = weights.CellBias,
                InputGates = table == null ? Floats((nint)Rows * gates * units) : table,
                InputGatesOfOneStep = table == null,
                Symbols = table == null ? null : _read,
                InputBias = weights.InputBias,
                InitialHidden = ForEachRow(weights.InitialHidden, units),
                InitialCell = ForEachRow(weights.InitialCell, units),
                Hidden = Floats((nint)Places * Rows * units),
                HiddenStride = units,
                Cell = network.Cell == RecurrentCell.Lstm ? Floats((nint)Places * Rows * units) : null,
            },
        };
    }

    private static int Gates(RecurrentCell cell) => cell == RecurrentCell.Gru ? 3 : 4;

    private static SumsNormalization? Normalization(float* gains) => gains == null ? null : new SumsNormalization { Gains = gains };

    private float* ForEachRow(float* state, int units)
    {
        if (state == null)
            return null;
        var rows = Floats((nint)Rows * units);
        for (var row = 0; row < Rows; row++)
            new ReadOnlySpan<float>(state, units).CopyTo(new Span<float>(rows + (nint)row * units, units));
        return rows;
    }

    private float* Floats(nint count)
    {
        var buffer = new AlignedBuffer(count);
        _buffers.Add(buffer);
        return buffer.Data;
    }
}
