using System.Runtime.InteropServices;

using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Tests.Support;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Optimization;

public sealed class GradientsTests : IDisposable
{
    private readonly ParameterSet _parameters = new(CPU);
    private readonly Parameter _first;
    private readonly Parameter _second;

    public GradientsTests() => (_first, _second) = (_parameters.AddZero("first", 2), _parameters.AddZero("second", 1));

    public void Dispose() => _parameters.Dispose();

    [Fact]
    public void A_parameter_that_the_loss_does_not_depend_on_has_no_gradient()
    {
        using var scope = NewDisposeScope();
        var gradients = Gradients.Of([(_first * 3).sum()], _parameters);
        Assert.Equal([3, 3], Networks.Numbers(gradients.Values[0]!));
        Assert.Null(gradients.Values[1]);
        Assert.Null(_first.grad);
    }

    [Fact]
    public void Norm_product_sum_and_multiple_are_those_of_the_whole_vector()
    {
        using var scope = NewDisposeScope();
        var a = Gradients.Of([(_first * tensor([1f, 2])).sum() + 2 * _second.sum()], _parameters);
        var b = Gradients.Of([(_first * tensor([-1f, 4])).sum()], _parameters);
        Assert.Equal(3, a.Norm(), 1e-6);
        Assert.Equal(7, a.Dot(b), 1e-6);
        Assert.Equal(7, b.Dot(a), 1e-6);
        Assert.Equal([0, 6], Networks.Numbers(a.Plus(b).Values[0]!));
        Assert.Equal([2], Networks.Numbers(a.Plus(b).Values[1]!));
        Assert.Equal([2], Networks.Numbers(b.Plus(a).Values[1]!));
        Assert.Equal([0.5, 4], Networks.Numbers(a.Plus(b, 0.5).Values[0]!));
        Assert.Equal([1], Networks.Numbers(b.Plus(a, 0.5).Values[1]!));
    }

    [Fact]
    public void A_longer_vector_is_to_be_cut_to_the_limit_and_a_shorter_one_left()
    {
        using var scope = NewDisposeScope();
        var gradients = Gradients.Of([(_first * tensor([1f, 2])).sum() + 2 * _second.sum()], _parameters);
        Assert.Equal(0.5, gradients.FactorTo(1.5), 1e-6);
        Assert.Equal(1, gradients.FactorTo(3.1));
        Assert.Equal(1, gradients.FactorTo(0));
    }

    [Fact]
    public void Upstream_gradients_are_passed_on()
    {
        using var scope = NewDisposeScope();
        var gradients = Gradients.Of([_first * 2, _second * 3], _parameters, [tensor([1f, 10]), tensor([100f])]);
        Assert.Equal([2, 20], Networks.Numbers(gradients.Values[0]!));
        Assert.Equal([300], Networks.Numbers(gradients.Values[1]!));
    }

    // With some of TorchSharp's functions it would end the process.
    [Fact]
    public void An_error_while_differentiating_can_be_caught_and_leaves_no_gradient_behind()
    {
        using var scope = NewDisposeScope();
        var loss = (_first * _first).sum() + _second.sum();
        var gradients = Gradients.Of([loss], _parameters, retainGraph: true);
        Assert.Equal([1], Networks.Numbers(gradients.Values[1]!));
        Assert.Equal([1], Networks.Numbers(Gradients.Of([loss], _parameters).Values[1]!));
        Assert.Throws<ExternalException>(() => Gradients.Of([loss], _parameters));
        Assert.Null(_first.grad);
        Assert.Null(_second.grad);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void The_norm_shows_a_number_that_is_not_finite(float value)
    {
        using var scope = NewDisposeScope();
        Assert.False(double.IsFinite(Gradients.Of([(_first * tensor([1, value])).sum()], _parameters).Norm()));
    }
}
