using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Contests;

/// <summary>A GRU layer over sequences, forward, and backward to its weights: against nn.GRU under autograd.</summary>
public sealed class GruContest : Contest
{
    private readonly ParameterSet _parameters = new(CPU);
    private readonly RecurrentLayer _layer;
    private readonly GRU _gru;
    private readonly Tensor _input;
    private readonly Tensor _upstream;
    private readonly int _rows;

    /// <summary>Makes both layers, with as many inputs as units.</summary>
    /// <param name="rows">N.</param>
    /// <param name="steps">T.</param>
    /// <param name="units">H.</param>
    public GruContest(int rows, int steps, int units)
    {
        _rows = rows;
        _layer = new RecurrentLayer(_parameters, "", "_l0", CellKind.Gru, units, units, new RandomStream(1, "bench"));
        _gru = nn.GRU(units, units, batchFirst: true);
        _input = randn(rows, steps, units);
        _upstream = randn(rows, steps, units);
        // To W_ih·x and W_hh·h forward; to both weights and the states back. The input needs no gradient.
        Flops = 2.0 * rows * steps * 3 * units * units * (2 + 2 + 1);
    }

    /// <inheritdoc/>
    public override double Flops { get; }

    /// <inheritdoc/>
    public override void Ours()
    {
        using var scope = NewDisposeScope();
        var trace = _layer.Run(_input, _layer.ZeroState(_rows));
        Gradients.Of([trace.Hidden], _parameters, [_upstream]);
    }

    /// <inheritdoc/>
    public override void Theirs()
    {
        using var scope = NewDisposeScope();
        var (hidden, _) = _gru.call(_input);
        _gru.zero_grad();
        hidden.backward([_upstream]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _parameters.Dispose();
        _gru.Dispose();
        _input.Dispose();
        _upstream.Dispose();
    }
}
