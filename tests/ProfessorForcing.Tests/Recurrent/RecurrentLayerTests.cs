using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Recurrent;

public sealed class RecurrentLayerTests
{
    private const int Inputs = 3;
    private const int Units = 4;

    [Theory]
    [InlineData(CellKind.Gru, 3, 6, 1, false)]
    [InlineData(CellKind.Gru, 1, 1, 1, false)]
    [InlineData(CellKind.Gru, 2, 5, 3, false)]
    [InlineData(CellKind.Gru, 3, 6, 1, true)]
    [InlineData(CellKind.Gru, 1, 1, 1, true)]
    [InlineData(CellKind.Lstm, 3, 6, 1, false)]
    [InlineData(CellKind.Lstm, 1, 1, 1, false)]
    [InlineData(CellKind.Lstm, 2, 5, 3, false)]
    [InlineData(CellKind.Lstm, 3, 6, 1, true)]
    [InlineData(CellKind.Lstm, 1, 1, 1, true)]
    public void Outputs_and_gradients_are_those_of_torch(CellKind kind, int rows, int steps, int layers, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var suffixes = bidirectional ? ["", "_reverse"] : new[] { "" };
        var stack = Enumerable.Range(0, layers).Select(layer => suffixes.Select(suffix => new RecurrentLayer(
            parameters, "", $"_l{layer}{suffix}", kind, layer == 0 ? Inputs : Units, Units, new RandomStream(1, $"{layer}{suffix}"))).ToArray())
            .ToArray();
        var input = Small.Uniform(2, ScalarType.Float64, rows, steps, Inputs).requires_grad_();
        var upstream = Small.Uniform(3, ScalarType.Float64, rows, steps, Units * suffixes.Length);

        var output = input;
        foreach (var directions in stack)
        {
            output = cat([.. directions.Select((layer, i) => layer.Run(output, layer.ZeroState(rows), reverse: i == 1).Hidden)], -1);
        }
        (output * upstream).sum().backward();
        var gradients = parameters.Names.Zip(parameters.Values, (name, value) => (name, value.grad!)).ToArray();
        var inputGradient = input.grad!.clone();
        input.grad = null;

        using nn.Module reference = kind == CellKind.Gru
            ? nn.GRU(Inputs, Units, layers, batchFirst: true, bidirectional: bidirectional, dtype: ScalarType.Float64)
            : nn.LSTM(Inputs, Units, layers, batchFirst: true, bidirectional: bidirectional, dtype: ScalarType.Float64);
        var weights = reference.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), parameters.Names.Order(StringComparer.Ordinal));
        using (no_grad())
        {
            foreach (var (name, value) in parameters.Names.Zip(parameters.Values))
                weights[name].copy_(value);
        }
        var expected = reference switch
        {
            TorchSharp.Modules.GRU gru => gru.call(input).Item1,
            TorchSharp.Modules.LSTM lstm => lstm.call(input).Item1,
            _ => throw new InvalidOperationException(),
        };
        (expected * upstream).sum().backward();

        Close.Equal(expected, output, 1e-12);
        Close.Equal(input.grad!, inputGradient, 1e-12);
        foreach (var (name, gradient) in gradients)
            Close.Equal(weights[name].grad!, gradient, 1e-12);
    }

    [Fact]
    public void The_candidate_of_a_gru_is_its_formula()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var layer = new RecurrentLayer(parameters, "", "_l0", CellKind.Gru, Inputs, Units, new RandomStream(1, "w"));
        var input = Small.Uniform(2, ScalarType.Float64, 2, 5, Inputs);
        var initial = new LayerState(Small.Uniform(3, ScalarType.Float64, 2, Units), null);
        var trace = layer.Run(input, initial);
        for (var t = 0; t < 5; t++)
        {
            var before = t == 0 ? initial.Hidden : trace.Hidden.select(1, t - 1);
            var x = Gates(parameters, "weight_ih_l0", "bias_ih_l0", input.select(1, t), 3);
            var h = Gates(parameters, "weight_hh_l0", "bias_hh_l0", before, 3);
            // a_t = W_in x_t + b_in + r_t ⊙ (W_hn h_{t−1} + b_hn)
            var candidate = x[2] + (x[0] + h[0]).sigmoid() * h[2];
            Close.Equal(candidate, trace.Candidate!.select(1, t), 1e-12);
            var update = (x[1] + h[1]).sigmoid();
            Close.Equal((1 - update) * candidate.tanh() + update * before, trace.Hidden.select(1, t), 1e-12);
        }
    }

    [Fact]
    public void The_candidate_of_an_lstm_is_that_of_its_cell()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var layer = new RecurrentLayer(parameters, "", "_l0", CellKind.Lstm, Inputs, Units, new RandomStream(1, "w"));
        var input = Small.Uniform(2, ScalarType.Float64, 2, 5, Inputs);
        var initial = new LayerState(Small.Uniform(3, ScalarType.Float64, 2, Units), Small.Uniform(4, ScalarType.Float64, 2, Units));
        var trace = layer.Run(input, initial);
        var cell = initial.Cell!;
        for (var t = 0; t < 5; t++)
        {
            var before = t == 0 ? initial.Hidden : trace.Hidden.select(1, t - 1);
            var x = Gates(parameters, "weight_ih_l0", "bias_ih_l0", input.select(1, t), 4);
            var h = Gates(parameters, "weight_hh_l0", "bias_hh_l0", before, 4);
            Close.Equal(x[2] + h[2], trace.Candidate!.select(1, t), 1e-12);
            cell = (x[1] + h[1]).sigmoid() * cell + (x[0] + h[0]).sigmoid() * (x[2] + h[2]).tanh();
            Close.Equal((x[3] + h[3]).sigmoid() * cell.tanh(), trace.Hidden.select(1, t), 1e-12);
        }
        Close.Equal(cell, trace.Final.Cell!, 1e-12);
    }

    [Theory]
    [InlineData(CellKind.Gru)]
    [InlineData(CellKind.Lstm)]
    public void A_normalised_layer_is_its_formulas(CellKind kind)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var layer = new RecurrentLayer(parameters, "", "_l0", kind, Inputs, Units, new RandomStream(1, "w"), isNormalized: true);
        string[] gains = kind == CellKind.Gru ? ["norm_ih_l0", "norm_hh_l0"] : ["norm_ih_l0", "norm_hh_l0", "norm_c_l0", "norm_c_bias_l0"];
        Assert.Equal(gains, parameters.Names.Skip(4));
        Assert.All(gains, name => Assert.All(Networks.Numbers(Networks.Find(parameters, name)), value => Assert.Equal(name == "norm_c_bias_l0" ? 0 : 1, value)));
        Networks.Perturb(parameters, "norm", new RandomStream(1, "gains"));
        var input = Small.Uniform(2, ScalarType.Float64, 2, 5, Inputs);
        var initial = new LayerState(Small.Uniform(3, ScalarType.Float64, 2, Units), kind == CellKind.Lstm ? Small.Uniform(4, ScalarType.Float64, 2, Units) : null);
        var trace = layer.Run(input, initial);
        using var noGradient = no_grad();
        var (before, cell) = (initial.Hidden, initial.Cell);
        for (var t = 0; t < 5; t++)
        {
            var x = Of("norm_ih_l0", "bias_ih_l0", input.select(1, t).matmul(Of("weight_ih_l0").t())).chunk(kind == CellKind.Gru ? 3 : 4, -1);
            var h = Of("norm_hh_l0", "bias_hh_l0", before.matmul(Of("weight_hh_l0").t())).chunk(kind == CellKind.Gru ? 3 : 4, -1);
            var candidate = kind == CellKind.Gru ? x[2] + (x[0] + h[0]).sigmoid() * h[2] : x[2] + h[2];
            if (kind == CellKind.Gru)
            {
                var update = (x[1] + h[1]).sigmoid();
                before = (1 - update) * candidate.tanh() + update * before;
            }
            else
            {
                cell = (x[1] + h[1]).sigmoid() * cell! + (x[0] + h[0]).sigmoid() * candidate.tanh();
                before = (x[3] + h[3]).sigmoid() * Of("norm_c_l0", "norm_c_bias_l0", cell).tanh();
            }
            Close.Equal(candidate, trace.Candidate!.select(1, t), 1e-12);
            Close.Equal(before, trace.Hidden.select(1, t), 1e-12);
        }
        if (cell is not null)
            Close.Equal(cell, trace.Final.Cell!, 1e-12);

        Tensor Of(string name, string? bias = null, Tensor? values = null)
        {
            var parameter = Networks.Find(parameters, name);
            if (values is null)
                return parameter;
            var centered = values - values.mean([-1], keepdim: true);
            return parameter * centered / (centered.square().mean([-1], keepdim: true) + 1e-5).sqrt() + Networks.Find(parameters, bias!);
        }
    }

    [Theory]
    [InlineData(CellKind.Gru, false, false)]
    [InlineData(CellKind.Gru, true, false)]
    [InlineData(CellKind.Gru, true, true)]
    [InlineData(CellKind.Lstm, false, false)]
    [InlineData(CellKind.Lstm, true, false)]
    [InlineData(CellKind.Lstm, false, true)]
    public void A_padded_row_runs_as_if_it_were_alone_and_unpadded(CellKind kind, bool reverse, bool normalized)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var layer = new RecurrentLayer(parameters, "", "", kind, Inputs, Units, new RandomStream(1, "w"), normalized);
        Networks.Perturb(parameters, "norm", new RandomStream(1, "gains"));
        int[] lengths = [2, 5, 1];
        var mask = ProfessorForcing.Data.SequenceBatch.LengthMask(lengths, 5, CPU);
        var input = Small.Uniform(2, ScalarType.Float64, 3, 5, Inputs).requires_grad_();
        var upstream = Small.Uniform(3, ScalarType.Float64, 3, 5, Units);
        var hidden = layer.Run(input, layer.ZeroState(3), mask, reverse).Hidden;
        (hidden * upstream * mask.unsqueeze(-1)).sum().backward();
        for (var row = 0; row < 3; row++)
        {
            var own = input.detach().narrow(0, row, 1).narrow(1, 0, lengths[row]).clone().requires_grad_();
            var alone = layer.Run(own, layer.ZeroState(1), null, reverse).Hidden;
            (alone * upstream.narrow(0, row, 1).narrow(1, 0, lengths[row])).sum().backward();
            Close.Equal(alone, hidden.narrow(0, row, 1).narrow(1, 0, lengths[row]), 1e-12);
            Close.Equal(own.grad!, input.grad!.narrow(0, row, 1).narrow(1, 0, lengths[row]), 1e-12);
        }
        Assert.Equal(0, (input.grad! * (1 - mask).unsqueeze(-1)).abs().sum().item<double>());
    }

    [Theory]
    [InlineData(CellKind.Gru, false)]
    [InlineData(CellKind.Gru, true)]
    [InlineData(CellKind.Lstm, false)]
    [InlineData(CellKind.Lstm, true)]
    public void Single_steps_equal_a_run_that_goes_on_from_a_state(CellKind kind, bool normalized)
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var layer = new RecurrentLayer(parameters, "", "", kind, Inputs, Units, new RandomStream(1, "w"), normalized);
        Networks.Perturb(parameters, "norm", new RandomStream(1, "gains"));
        var input = Small.Uniform(2, ScalarType.Float64, 3, 6, Inputs);
        var whole = layer.Run(input, layer.ZeroState(3));
        var state = layer.Run(input.narrow(1, 0, 2), layer.ZeroState(3)).Final;
        for (var t = 2; t < 6; t++)
        {
            (state, var candidate) = layer.Step(input.select(1, t), state);
            Close.Equal(whole.Candidate!.select(1, t), candidate, 1e-12);
            Close.Equal(whole.Hidden.select(1, t), state.Hidden, 1e-12);
        }
        Close.Equal(whole.Final.Hidden, state.Hidden, 1e-12);
        if (kind == CellKind.Lstm)
            Close.Equal(whole.Final.Cell!, state.Cell!, 1e-12);
    }

    private static Tensor[] Gates(ParameterSet parameters, string weight, string bias, Tensor input, int count)
    {
        using var noGradient = no_grad();
        var gates = input.matmul(Networks.Find(parameters, weight).t()) + Networks.Find(parameters, bias);
        return gates.chunk(count, -1);
    }
}
