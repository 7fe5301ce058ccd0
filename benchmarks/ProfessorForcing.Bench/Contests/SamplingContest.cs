using ProfessorForcing.Bench.Straightforward;
using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Sampling;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Contests;

/// <summary>Sequences that a GRU generator goes on generating: against a loop of nn.GRUCell without gradients.</summary>
public sealed class SamplingContest : Contest
{
    private readonly RandomStream _random = new(1, "bench");
    private readonly RecurrentGenerator _ours;
    private readonly SymbolStream _stream;
    private readonly PlainGenerator _theirs;
    private readonly float[] _uniforms;
    private readonly long[] _symbols;
    private readonly int _steps;
    private readonly Tensor _start;

    /// <summary>Makes both generators.</summary>
    /// <param name="rows">Sequences.</param>
    /// <param name="steps">Steps at a time.</param>
    /// <param name="symbols">V.</param>
    /// <param name="embedding">E.</param>
    /// <param name="hidden">H.</param>
    public SamplingContest(int rows, int steps, int symbols, int embedding, int hidden)
    {
        _steps = steps;
        _ours = new RecurrentGenerator(new GeneratorOptions { Hidden = hidden, Embedding = embedding }, new SymbolSpace(symbols), _random, CPU);
        _stream = new SymbolStream(_ours.OnKernels()!, rows, new SymbolSampling());
        _theirs = new PlainGenerator(symbols, embedding, hidden);
        (_uniforms, _symbols) = (new float[rows], new long[rows]);
        _start = zeros(rows, hidden);
        Flops = 2.0 * rows * steps * (3.0 * hidden * hidden + hidden * symbols);
        BytesRead = sizeof(float) * steps * (3L * hidden * hidden + hidden * symbols);
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <summary>Bytes of weights that every step has to read, over all steps.</summary>
    public long BytesRead { get; }

    /// <summary>Bytes of weights that a step reads.</summary>
    public long WorkingSet => BytesRead / _steps;

    /// <inheritdoc/>
    public override void Ours()
    {
        for (var t = 0; t < _steps; t++)
        {
            _random.Fill(_uniforms);
            _stream.Next(_uniforms, _symbols);
        }
    }

    /// <inheritdoc/>
    public override void Theirs()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (symbols, state) = (default(Tensor), _start);
        for (var t = 0; t < _steps; t++)
        {
            using var step = NewDisposeScope();
            var (nextSymbols, nextState) = _theirs.Step(symbols, state);
            (symbols, state) = (nextSymbols.MoveToOuterDisposeScope(), nextState.MoveToOuterDisposeScope());
            symbols.data<long>().CopyTo(_symbols);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _stream.Dispose();
        _ours.Dispose();
        _theirs.Dispose();
        _start.Dispose();
    }
}
