using ProfessorForcing.Data;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Parameters;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Generators;

public sealed class SoftWindowTests
{
    private const int Hidden = 3;

    [Fact]
    public void A_step_is_that_of_Graves_equations_46_to_51()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var window = new SoftWindow(parameters, Hidden, 2, Small.Characters, new RandomStream(1, "window"));
        Networks.Perturb(parameters, "", new RandomStream(2, "noise"));
        var text = new TextCondition(tensor(new long[] { 2, 0, 3, 1, 1, 0 }, 2, 3), [3, 2]);
        var hidden = Small.Uniform(1, ScalarType.Float64, 2, Hidden);
        var state = window.Step(hidden, window.Step(hidden, window.Start(text)));

        var (weight, bias, h) = (Networks.Numbers(parameters.Values[0]), Networks.Numbers(parameters.Values[1]), Networks.Numbers(hidden));
        for (var row = 0; row < 2; row++)
        {
            double Raw(int i) => bias[i] + Enumerable.Range(0, Hidden).Sum(j => weight[i * Hidden + j] * h[row * Hidden + j]);
            double Phi(int u) => Enumerable.Range(0, 2).Sum(k =>
            {
                var distance = 2 * Math.Exp(Raw(4 + k)) - u; // two equal steps
                return Math.Exp(Raw(k)) * Math.Exp(-Math.Exp(Raw(2 + k)) * distance * distance);
            });
            var read = new double[Small.Characters];
            for (var u = 1; u <= text.Lengths[row]; u++)
                read[text.Characters[row, u - 1].item<long>()] += Phi(u);
            Close.Numbers([.. Enumerable.Range(0, 2).Select(k => 2 * Math.Exp(Raw(4 + k)))], Networks.Numbers(state.Place[row]), 1e-12);
            Close.Numbers([.. Enumerable.Range(1, 4).Select(Phi)], Networks.Numbers(state.Weights[row]), 1e-12);
            Close.Numbers(read, Networks.Numbers(state.Read[row]), 1e-12);
        }
    }

    [Fact]
    public void It_starts_before_the_first_character_with_small_steps_and_shows_nothing()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU);
        var window = new SoftWindow(parameters, Hidden, 10, Small.Characters, new RandomStream(1, "window"));
        var start = window.Start(new TextCondition(zeros(2, 5, dtype: ScalarType.Int64), [5, 1]));
        Assert.All(start.Tensors, value => Assert.Equal(0, value.abs().max().item<float>()));
        Assert.Equal([false, false], start.HasEnded());
        var place = window.Step(zeros(2, Hidden), start).Place;
        Assert.Equal(0.05, place.mean().item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(0.5f, 0.1f, false)]
    [InlineData(0.1f, 0.5f, true)]
    [InlineData(0.5f, 0.5f, false)]
    [InlineData(0f, 0f, false)]
    public void The_end_is_where_the_place_after_the_text_weighs_more_than_every_character(float last, float after, bool expected)
    {
        using var scope = NewDisposeScope();
        // The second row's text is shorter; what lies beyond its end means nothing.
        var weights = tensor(new[] { 0, 0, last, after, 0, last, after, 9 }, 2, 4);
        var state = new WindowState(new(zeros(2, 3, dtype: ScalarType.Int64), [3, 2]), zeros(2, 4, 1), zeros(2, 1), zeros(2, 1), weights);
        Assert.Equal([expected, expected], state.HasEnded());
    }

    [Fact]
    public void However_large_its_numbers_are_nothing_is_infinite()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU);
        var window = new SoftWindow(parameters, Hidden, 2, Small.Characters, new RandomStream(1, "window"));
        var state = window.Start(new TextCondition(zeros(1, 5, dtype: ScalarType.Int64), [5]));
        foreach (var size in new[] { 1e30, -1e30 })
        {
            var after = window.Step(full([1, Hidden], size, dtype: ScalarType.Float32), state);
            Assert.All(after.Tensors, value => Assert.True(value.isfinite().all().item<bool>()));
        }
    }
}
