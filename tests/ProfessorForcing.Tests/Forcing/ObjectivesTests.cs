using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Outputs;
using ProfessorForcing.Tests.Support;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Forcing;

public sealed class ObjectivesTests
{
    [Fact]
    public void The_nll_is_the_mean_over_real_elements()
    {
        using var scope = NewDisposeScope();
        // P(1) = 3/4 everywhere. Rows of 3 and 1 elements: −(log ¾ + log ¼ + log ¾ + log ¼) / 4; the padding is not likely at all.
        var logits = tensor(new[] { 0, MathF.Log(3) }).expand(2, 3, 2).clone();
        logits[1, 1..] = tensor(new[] { -50f, 50f });
        var batch = new SequenceBatch(tensor(new long[] { 1, 0, 1, 0, 0, 0 }, 2, 3), [3, 1]);
        var nll = Objectives.Nll(new CategoricalOutput(2).LogProbability(logits, batch.Elements), batch);
        var expected = -(2 * Math.Log(0.75) + 2 * Math.Log(0.25)) / 4;
        Assert.Equal(expected, nll.item<float>(), 1e-6);
        // In bits per character: (2 · 0.415 + 2 · 2) / 4.
        Assert.Equal(1.2075, nll.item<float>() / Math.Log(2), 1e-4);
    }

    [Fact]
    public void Padding_has_no_gradient()
    {
        using var scope = NewDisposeScope();
        var logits = Small.Uniform(1, ScalarType.Float64, 2, 3, 2).requires_grad_();
        var padded = new SequenceBatch(zeros(2, 3, dtype: ScalarType.Int64), [3, 1]);
        Objectives.Nll(new CategoricalOutput(2).LogProbability(logits, padded.Elements), padded).backward();
        Assert.Equal(0, logits.grad![1].narrow(0, 1, 2).abs().sum().item<double>());
        // Each of the four real elements weighs a quarter.
        var probability = logits.detach()[0, 2].softmax(-1)[1].item<double>();
        Assert.Equal(probability / 4, logits.grad![0, 2, 1].item<double>(), 1e-9);
    }

    [Fact]
    public void The_objectives_are_the_equations()
    {
        using var scope = NewDisposeScope();
        double[] teacher = [2, -1, 0.3];
        double[] free = [-0.5, 1.5, 4];
        double[] weights = [0.2, 0.3, 0.5];
        static double D(double c) => 1 / (1 + Math.Exp(-c));
        double Mean(double[] logits, Func<double, double> cost) => logits.Zip(weights, (c, weight) => weight * cost(D(c))).Sum();
        var (tf, fr, w) = (tensor(teacher), tensor(free), tensor(weights));
        Assert.Equal(Mean(teacher, d => -Math.Log(d)) + Mean(free, d => -Math.Log(1 - d)), Objectives.Cd(tf, w, fr, w).item<double>(), 1e-12);
        Assert.Equal(Mean(free, d => -Math.Log(d)), Objectives.Cf(fr, w).item<double>(), 1e-12);
        Assert.Equal(Mean(teacher, d => -Math.Log(1 - d)), Objectives.Ct(tf, w).item<double>(), 1e-12);
        const double S = 0.1;
        Assert.Equal(
            Mean(teacher, d => -(1 - S) * Math.Log(d) - S * Math.Log(1 - d)) + Mean(free, d => -S * Math.Log(d) - (1 - S) * Math.Log(1 - d)),
            Objectives.Cd(tf, w, fr, w, S).item<double>(), 1e-12);
    }

    [Fact]
    public void Label_smoothing_is_stationary_where_the_discriminator_says_one_minus_s()
    {
        using var scope = NewDisposeScope();
        var logit = Math.Log(0.9 / 0.1); // 2.197
        var teacher = tensor([logit]).requires_grad_();
        var free = tensor([-logit]).requires_grad_();
        var one = ones(1, dtype: ScalarType.Float64);
        Objectives.Cd(teacher, one, free, one, 0.1).backward();
        Assert.Equal(0, teacher.grad!.item<double>(), 1e-12);
        Assert.Equal(0, free.grad!.item<double>(), 1e-12);
    }

    [Fact]
    public void Costs_and_gradients_stay_exact_where_the_sigmoid_saturates()
    {
        using var scope = NewDisposeScope();
        var logit = tensor([50f, -50f]).requires_grad_();
        var weights = tensor([0.5f, 0.5f]);
        var cost = Objectives.Cf(logit, weights);
        Assert.Equal(25, cost.item<float>(), 1e-4);
        cost.backward();
        Assert.Equal(-Math.Exp(-50) / 2, logit.grad![0].item<float>(), 1e-24);
        Assert.Equal(-0.5, logit.grad![1].item<float>(), 1e-6);
    }
}
