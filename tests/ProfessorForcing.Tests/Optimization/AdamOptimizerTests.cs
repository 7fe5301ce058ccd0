using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Optimization;

public sealed class AdamOptimizerTests
{
    private static readonly TrainingOptions Options = new() { Beta1 = 0.7, Beta2 = 0.9, Epsilon = 0.01 };

    [Fact]
    public void Updates_are_those_of_the_paper()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var weight = parameters.AddZero("weight", 2);
        using var optimizer = new AdamOptimizer("generator", parameters, Options);
        double[][] gradients = [[1, -2], [0.5, 0], [-3, 1e-3], [0, 0]];
        double[] rates = [0.1, 0.1, 0.05, 0.2];
        double[] factors = [1, 0.5, 2, 1];
        var (value, m, v) = (new double[2], new double[2], new double[2]);
        for (var step = 1; step <= 4; step++)
        {
            optimizer.Update(Gradients.Of([(weight * tensor(gradients[step - 1])).sum()], parameters), rates[step - 1], factors[step - 1]);
            var gradient = gradients[step - 1].Select(number => factors[step - 1] * number).ToArray();
            for (var i = 0; i < 2; i++)
            {
                m[i] = 0.7 * m[i] + 0.3 * gradient[i];
                v[i] = 0.9 * v[i] + 0.1 * gradient[i] * gradient[i];
                var (corrected, squared) = (m[i] / (1 - Math.Pow(0.7, step)), v[i] / (1 - Math.Pow(0.9, step)));
                value[i] -= rates[step - 1] * corrected / (Math.Sqrt(squared) + 0.01);
            }
            Close.Numbers(value, Networks.Numbers(weight), 1e-12);
            Assert.Equal(step, optimizer.Updates);
        }
        var moments = optimizer.Moments.ToDictionary(moment => moment.Name, moment => Networks.Numbers(moment.Value));
        Assert.Equal(["exp_avg.weight", "exp_avg_sq.weight"], moments.Keys);
        Close.Numbers(m, moments["exp_avg.weight"], 1e-12);
        Close.Numbers(v, moments["exp_avg_sq.weight"], 1e-12);
    }

    [Fact]
    public void Moments_go_by_the_names_of_their_parameters()
    {
        using var generator = Small.Generator();
        using var optimizer = new AdamOptimizer("generator", generator.Parameters, Options);
        var moments = optimizer.Moments.ToDictionary(moment => moment.Name, moment => moment.Value.shape);
        Assert.Equal(2 * generator.Parameters.Names.Count, moments.Count);
        foreach (var (name, parameter) in generator.Parameters.Names.Zip(generator.Parameters.Values))
        {
            Assert.Equal(parameter.shape, moments[$"exp_avg.{name}"]);
            Assert.Equal(parameter.shape, moments[$"exp_avg_sq.{name}"]);
        }
        // By value too: the gradient of each parameter is its own number.
        using var scope = NewDisposeScope();
        var sum = generator.Parameters.Values.Select((parameter, i) => (parameter * (i + 1)).sum()).Aggregate((a, b) => a + b);
        optimizer.Update(Gradients.Of([sum], generator.Parameters), 0.1);
        foreach (var (name, i) in generator.Parameters.Names.Select((name, i) => (name, i)))
        {
            var moment = optimizer.Moments.Single(candidate => candidate.Name == $"exp_avg.{name}").Value;
            Assert.All(Networks.Numbers(moment), value => Assert.Equal(0.3 * (i + 1), value, 1e-4));
        }
    }

    [Fact]
    public void Parameters_without_a_gradient_age_like_the_others()
    {
        using var scope = NewDisposeScope();
        using var parameters = new ParameterSet(CPU, ScalarType.Float64);
        var (used, unused) = (parameters.AddZero("used", 1), parameters.AddZero("unused", 1));
        using var optimizer = new AdamOptimizer("generator", parameters, Options);
        optimizer.Update(Gradients.Of([(used + unused).sum()], parameters), 0.1);
        optimizer.Update(Gradients.Of([used.sum()], parameters), 0.1);
        var moment = optimizer.Moments.Single(candidate => candidate.Name == "exp_avg.unused").Value;
        Assert.Equal(0.7 * 0.3, moment.item<double>(), 1e-12);
        Assert.Equal(2, optimizer.Updates);
        Assert.Null(used.grad);
        Assert.Null(unused.grad);
    }

    [Fact]
    public void An_optimizer_with_restored_moments_and_updates_goes_on_to_the_last_bit()
    {
        using var scope = NewDisposeScope();
        using var first = Parameters();
        using var second = Parameters();
        using var optimizer = new AdamOptimizer("generator", first, Options);
        for (var step = 0; step < 3; step++)
            optimizer.Update(Gradients.Of([first.Values[0].square().sum()], first), 0.1);
        using var restored = new AdamOptimizer("generator", second, Options);
        using (no_grad())
        {
            second.Values[0].copy_(first.Values[0]);
            foreach (var (from, to) in optimizer.Moments.Zip(restored.Moments))
                to.Value.copy_(from.Value);
        }
        restored.Updates = optimizer.Updates;
        for (var step = 0; step < 3; step++)
        {
            optimizer.Update(Gradients.Of([first.Values[0].square().sum()], first), 0.1);
            restored.Update(Gradients.Of([second.Values[0].square().sum()], second), 0.1);
        }
        Assert.Equal(Networks.Numbers(first.Values[0]), Networks.Numbers(second.Values[0]));
        Assert.Equal(6, restored.Updates);
    }

    private static ParameterSet Parameters()
    {
        var parameters = new ParameterSet(CPU);
        parameters.AddNormal("weight", 1, new RandomStream(1, "weight"), 5);
        return parameters;
    }
}
