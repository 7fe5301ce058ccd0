using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Optimization;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

public sealed class HandwritingGeneratorTests
{
    [Fact]
    public void Parameters_are_named_and_shaped_as_in_torch()
    {
        using var generator = Small.PenGenerator(Small.PenOptions with { Layers = 2, LearnedInitialState = true });
        var shapes = generator.Parameters.Names.Zip(generator.Parameters.Values, (name, value) => $"{name} [{string.Join(", ", value.shape)}]");
        Assert.Equal(
            [
                "recurrent.weight_ih_l0 [18, 7]", "recurrent.weight_hh_l0 [18, 6]", "recurrent.bias_ih_l0 [18]", "recurrent.bias_hh_l0 [18]",
                "recurrent.weight_ih_l1 [18, 13]", "recurrent.weight_hh_l1 [18, 6]", "recurrent.bias_ih_l1 [18]", "recurrent.bias_hh_l1 [18]",
                "window.weight [9, 6]", "window.bias [9]",
                "output.weight [13, 12]", "output.bias [13]",
                "initial_hidden_l0 [6]", "initial_hidden_l1 [6]",
            ],
            shapes);
    }

    [Theory]
    [InlineData(CellKind.Gru, 1, false, false)]
    [InlineData(CellKind.Gru, 2, true, true)]
    [InlineData(CellKind.Lstm, 3, false, true)]
    public void The_likelihood_has_the_gradient_of_finite_differences(CellKind cell, int layers, bool isNormalized, bool everything)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator(
            Small.PenOptions with { Cell = cell, Layers = layers, LayerNorm = isNormalized, LearnedInitialState = everything, OutputDropout = everything ? 0.3 : 0 }, type: ScalarType.Float64);
        var batch = Small.PenBatch(1, ScalarType.Float64, 5, 3, 4);
        var masks = generator.DrawMasks(3, new RandomStream(1, "dropout"));
        Tensor Nll() => Objectives.Nll(generator.Unroll(batch.Elements, generator.InitialState(3, batch.Text), masks).LogProbability(batch.Elements), batch);
        var gradients = Gradients.Of([Nll()], generator.Parameters);
        FiniteDifferences.Check(
            generator.Parameters, [generator.Parameters.Names.Zip(gradients.Values, (name, value) => (name, Networks.Numbers(value!))).ToDictionary(pair => pair.name, pair => pair.Item2)],
            () =>
            {
                using var pass = NewDisposeScope();
                return [Nll().item<double>()];
            });
    }

    [Theory]
    [InlineData(CellKind.Gru, 1, 0)]
    [InlineData(CellKind.Lstm, 2, 0.4)]
    public void Free_running_behaviour_is_teacher_forced_behaviour_on_the_samples(CellKind cell, int layers, double dropout)
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator(Small.PenOptions with { Cell = cell, Layers = layers, InputDropout = dropout, OutputDropout = dropout });
        var text = Small.PenBatch(1, ScalarType.Float32, 1, 1, 1, 1).Text;
        const int Steps = 12;
        var masks = generator.DrawMasks(4, new RandomStream(1, "dropout"));
        var uniforms = FreeRunning.DrawUniforms(generator, 4, Steps, new RandomStream(1, "sampling"));
        var (samples, trace, lengths) = FreeRunning.Run(generator, generator.InitialState(4, text), masks, uniforms, SamplingOptions.Default);
        Assert.Equal([4, Steps, 3], samples.shape);
        var state = generator.InitialState(4, text);
        var ends = new int[4];
        Array.Fill(ends, Steps);
        for (var t = 0; t < Steps; t++)
        {
            (var parameters, state) = generator.Step(state, masks);
            Close.Equal(parameters, trace.Parameters.select(1, t), 1e-5);
            Close.Equal(state.Window!.Read, trace.Condition!.select(1, t), 1e-5);
            Close.Equal(state.Window.Weights, trace.WindowWeights!.select(1, t), 1e-5);
            for (var layer = 0; layer < layers; layer++)
                Close.Equal(state.Layers[layer].Hidden, trace.Hidden[layer].select(1, t), 1e-5);
            for (var row = 0; row < 4; row++)
                ends[row] = state.Window.HasEnded()[row] ? Math.Min(ends[row], t) : ends[row];
            state = state with { Previous = samples.select(1, t) };
            Close.Equal(generator.Output.Sample(parameters, uniforms[t], SamplingOptions.Default), samples.select(1, t), 1e-4);
        }
        Assert.Equal(ends, lengths);
        Assert.Equal(ends, trace.Lengths);
        foreach (var (expected, actual) in state.Tensors.Zip(trace.Final.Tensors))
            Close.Equal(expected, actual, 1e-5);
    }

    [Theory]
    [InlineData(CellKind.Gru, 2, 17)]
    [InlineData(CellKind.Lstm, 1, 9)]
    public void On_the_kernels_it_runs_as_step_by_step(CellKind cell, int layers, int rows)
    {
        using var scope = NewDisposeScope();
        var options = Small.PenOptions with { Cell = cell, Layers = layers, Hidden = 37, OutputDropout = 0.3, InputDropout = 0.2, LearnedInitialState = true };
        using var generator = Small.PenGenerator(options);
        var batch = Small.PenBatch(2, ScalarType.Float32, [.. Enumerable.Repeat(14, rows)]);
        var masks = generator.DrawMasks(rows, new RandomStream(1, "dropout"));
        var uniforms = FreeRunning.DrawUniforms(generator, rows, 14, new RandomStream(1, "sampling"));
        var isGiven = zeros(rows, 14, dtype: ScalarType.Bool);
        isGiven.narrow(0, 0, rows / 2).fill_(true);
        // Rows whose points are given are read, the others drawn.
        using var noGradient = no_grad();
        var sampling = new SamplingOptions { Bias = 0.5, Temperature = 1.2 };
        var (run, _) = generator.Generate(generator.InitialState(rows, batch.Text), masks, uniforms, sampling, batch.Elements, isGiven)!.Value;
        Close.Equal(batch.Elements.narrow(0, 0, rows / 2), run.Elements.narrow(0, 0, rows / 2), 0);
        var state = generator.InitialState(rows, batch.Text);
        for (var t = 0; t < 14; t++)
        {
            (var parameters, state) = generator.Step(state, masks);
            var drawn = generator.Output.Sample(parameters, uniforms[t], sampling);
            Close.Equal(drawn.narrow(0, rows / 2, rows - rows / 2), run.Elements.select(1, t).narrow(0, rows / 2, rows - rows / 2), 1e-3);
            state = state with { Previous = run.Elements.select(1, t) };
        }
        foreach (var (expected, actual) in state.Tensors.Zip(run.Final.Tensors))
            Close.Equal(expected, actual, 1e-4);
        Assert.Equal(14, run.Final.Position);
    }

    [Fact]
    public void The_kernels_take_no_rows_that_do_not_fit()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator();
        var text = Small.PenBatch(1, ScalarType.Float32, 1, 1).Text;
        Assert.Throws<ArgumentException>(() => generator.Generate(generator.InitialState(2, text), GeneratorMasks.None, rand(3, 5, 4), SamplingOptions.Default));
        var strange = text! with { Characters = text.Characters.PlusWhole(tensor(Small.Characters)) };
        var state = generator.InitialState(2, text);
        state = state with { Window = state.Window! with { Text = strange } };
        Assert.Contains("0 to 3", Assert.Throws<ArgumentException>(() => generator.Generate(state, GeneratorMasks.None, rand(3, 2, 4), SamplingOptions.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_in_pieces_is_reading_the_whole()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator(Small.PenOptions with { Layers = 2 });
        var batch = Small.PenBatch(3, ScalarType.Float32, 9, 9);
        var whole = generator.Unroll(batch.Elements, generator.InitialState(2, batch.Text), GeneratorMasks.None);
        var first = generator.Unroll(batch.Elements.narrow(1, 0, 4), generator.InitialState(2, batch.Text), GeneratorMasks.None);
        var second = generator.Unroll(batch.Elements.narrow(1, 4, 5), first.Final, GeneratorMasks.None);
        Close.Equal(whole.Parameters, cat([first.Parameters, second.Parameters], 1), 1e-5);
        Close.Equal(whole.Embedding, cat([first.Embedding, second.Embedding], 1), 0);
        Assert.Equal(9, second.Final.Position);
    }

    [Fact]
    public void The_text_matters_and_a_row_sees_its_own_only()
    {
        using var scope = NewDisposeScope();
        using var generator = Small.PenGenerator();
        var batch = Small.PenBatch(1, ScalarType.Float32, 6, 6);
        Tensor Parameters(Tensor characters) => generator.Unroll(
            batch.Elements, generator.InitialState(2, batch.Text! with { Characters = characters }), GeneratorMasks.None).Parameters;
        var other = batch.Text!.Characters.clone();
        other[1, 0] = (other[1, 0] + 1) % Small.Characters;
        var (before, after) = (Parameters(batch.Text.Characters), Parameters(other));
        Close.Equal(before[0], after[0], 0);
        Assert.True((before[1] - after[1]).abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void Without_a_text_for_each_row_there_is_no_state()
    {
        using var generator = Small.PenGenerator();
        Assert.Contains("text", Assert.Throws<ArgumentException>(() => generator.InitialState(2)).Message, StringComparison.Ordinal);
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => generator.InitialState(2, Small.PenBatch(1, ScalarType.Float32, 1).Text));
    }
}
