using ProfessorForcing.Bench.Straightforward;
using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Tests.Straightforward;

/// <summary>What this project is compared with has to be right: the same networks, objectives and gradients.</summary>
public sealed class PlainProfessorForcingTests : IDisposable
{
    private const int Rows = 3;
    private const int Steps = 7;
    private const int Symbols = 5;
    private const double LearningRate = 0.01;

    private readonly RecurrentGenerator _generator;
    private readonly RecurrentDiscriminator _discriminator;
    private readonly PlainProfessorForcing _plain;
    private readonly Tensor _symbols;

    public PlainProfessorForcingTests()
    {
        ComputeThreads.Set(2);
        // Of other numbers the gradients of one network may nearly all be too small to be told from none.
        manual_seed(1);
        _plain = new PlainProfessorForcing(Symbols, 4, 6, 5, LearningRate);
        _generator = new RecurrentGenerator(new GeneratorOptions { Embedding = 4, Hidden = 6 }, new SymbolSpace(Symbols), new RandomStream(1, "g"), CPU);
        _discriminator = new RecurrentDiscriminator(new RecurrentDiscriminatorOptions { Hidden = 5 }, new BehaviourShape(10, 0), new RandomStream(1, "d"), CPU);
        Copy(_plain.Generator.Trained, _generator.Parameters);
        Copy(_plain.Discriminator.Trained, _discriminator.Parameters);
        _symbols = randint(0, Symbols, [Rows, Steps], dtype: ScalarType.Int64);
    }

    public void Dispose()
    {
        _plain.Dispose();
        _generator.Dispose();
        _discriminator.Dispose();
        _symbols.Dispose();
    }

    [Fact]
    public void Its_costs_are_those_of_the_equations()
    {
        using var scope = NewDisposeScope();
        var batch = new SequenceBatch(_symbols, [Steps, Steps, Steps]);
        var real = Trace(_symbols);
        var nll = Objectives.Nll(real.LogProbability(_symbols), batch).item<float>();

        var step = _plain.Step(_symbols);
        var free = Trace(tensor(step.Sampled, Rows, Steps));
        var weights = full(Rows, 1.0 / Rows);
        var judged = Judge(real, free);
        Assert.Equal(nll, step.Nll, 1e-5);
        Assert.Equal(Objectives.Cd(judged.Teacher, weights, judged.Free, weights).item<float>(), step.Cd, 1e-5);
        // Cf after the discriminator's update.
        Copy(_plain.Discriminator.Trained, _discriminator.Parameters);
        Assert.Equal(Objectives.Cf(Judge(real, free).Free, weights).item<float>(), step.Cf, 1e-5);
    }

    [Fact]
    public void Its_updates_follow_the_gradients_of_the_equations()
    {
        using var scope = NewDisposeScope();
        var (before, judgeBefore) = (Numbers(_generator.Parameters), Numbers(_discriminator.Parameters));
        var step = _plain.Step(_symbols);
        var (real, free) = (Trace(_symbols), Trace(tensor(step.Sampled, Rows, Steps)));
        var weights = full(Rows, 1.0 / Rows);
        var (teacher, sampled) = Judge(real, free, detached: true);
        var toDiscriminator = Gradients.Of([Objectives.Cd(teacher, weights, sampled, weights)], _discriminator.Parameters);
        Check(toDiscriminator, judgeBefore, _plain.Discriminator.Trained);

        Copy(_plain.Discriminator.Trained, _discriminator.Parameters);
        var nll = Objectives.Nll(real.LogProbability(_symbols), new SequenceBatch(_symbols, [Steps, Steps, Steps]));
        var cf = Objectives.Cf(Judge(real, free).Free, weights);
        Check(Gradients.Of([nll.add(cf.div(Steps))], _generator.Parameters), before, _plain.Generator.Trained);
    }

    [Fact]
    public void Every_operation_of_its_products_is_counted()
    {
        // N 1, T 1, V 2, E 3, H 5, D 7; multiply-adds by hand.
        const int recurrent = 3 * 5 * (3 + 5);
        const int output = 5 * 2;
        const int inputs = 2 * 3 * 7 * 8;
        const int judge = inputs + 2 * 3 * 7 * 7 + 14 * 7 + 7 * 7 + 7 * 7 + 7;
        var expected = 3 * (recurrent + output) + recurrent + output + 2 * recurrent + 2 * (3 * judge - inputs) + judge + judge;
        Assert.Equal(2.0 * expected, PlainFlops.Of(new(1, 1, 2, 3, 5, 7)));
    }

    private GeneratorTrace Trace(Tensor symbols) => _generator.Unroll(symbols, _generator.InitialState(Rows), GeneratorMasks.None);

    private (Tensor Teacher, Tensor Free) Judge(GeneratorTrace real, GeneratorTrace free, bool detached = false)
    {
        Tensor Behaviour(GeneratorTrace trace) => cat([trace.Hidden[0], trace.Embedding], -1);
        Tensor Judged(GeneratorTrace trace) =>
            _discriminator.Logit(detached ? Behaviour(trace).detach() : Behaviour(trace), null, new RandomStream(1, "none")).clamp(-10, 10);
        return (Judged(real), Judged(free));
    }

    // Adam's first step is the learning rate in the gradient's direction, all but where that is tiny.
    private static void Check(Gradients gradients, double[][] before, IReadOnlyList<(string Name, Parameter Value)> after)
    {
        var moved = 0;
        for (var i = 0; i < after.Count; i++)
        {
            var gradient = Numbers(gradients.Values[i]!);
            var now = Numbers(after[i].Value);
            for (var k = 0; k < gradient.Length; k++)
            {
                if (Math.Abs(gradient[k]) < 1e-5)
                    continue;
                moved++;
                Assert.Equal(-LearningRate * Math.Sign(gradient[k]), now[k] - before[i][k], 1e-4);
            }
        }
        Assert.True(moved > 100, $"{moved} parameters moved");
    }

    private static void Copy(IReadOnlyList<(string Name, Parameter Value)> from, ParameterSet to)
    {
        using var noGradient = no_grad();
        Assert.Equal(to.Names, from.Select(parameter => parameter.Name));
        for (var i = 0; i < from.Count; i++)
            to.Values[i].copy_(from[i].Value);
    }

    private static double[][] Numbers(ParameterSet parameters) => [.. parameters.Values.Select(Numbers)];

    private static double[] Numbers(Tensor value)
    {
        using var scope = NewDisposeScope();
        return value.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
