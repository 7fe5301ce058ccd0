using ProfessorForcing.Native;
using ProfessorForcing.Parameters;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Optimization;

/// <summary>
/// Adam (Kingma and Ba 2014, algorithm 1, with the bias corrections in the order of torch.optim.Adam) over a parameter
/// set, with gradients and learning rate given at each step and a state that can be saved.
/// </summary>
public sealed class AdamOptimizer : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly TrainingOptions _options;
    private readonly Tensor[] _mean;
    private readonly Tensor[] _square;

    /// <summary>Makes an optimiser with zero moments.</summary>
    /// <param name="name">Name in checkpoints, such as <c>generator</c>.</param>
    /// <param name="parameters">What is optimised.</param>
    /// <param name="options">β1, β2 and ε.</param>
    public AdamOptimizer(string name, ParameterSet parameters, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        (Name, _parameters, _options) = (name, parameters, options);
        _mean = [.. parameters.Values.Select(Zero)];
        _square = [.. parameters.Values.Select(Zero)];
    }

    /// <summary>Name in checkpoints.</summary>
    public string Name { get; }

    /// <summary>Number of updates done so far.</summary>
    public long Updates { get; set; }

    /// <summary>The moments, by parameter name: <c>exp_avg.NAME</c> and <c>exp_avg_sq.NAME</c>. Live tensors: copy into them to restore.</summary>
    public IEnumerable<(string Name, Tensor Value)> Moments =>
        _parameters.Names.SelectMany((name, i) => new[] { ($"exp_avg.{name}", _mean[i]), ($"exp_avg_sq.{name}", _square[i]) });

    /// <summary>
    /// One update, θ ← θ − α·m̂ / (√v̂ + ε). Parameters that the loss does not depend on get a zero gradient, so that all moments
    /// age alike.
    /// </summary>
    /// <param name="gradients">∂loss/∂θ, of the parameters that the optimiser was made for.</param>
    /// <param name="learningRate">α.</param>
    /// <param name="factor">What the gradients are multiplied by first.</param>
    public void Update(Gradients gradients, double learningRate, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Updates++;
        var meanCorrection = 1 - Math.Pow(_options.Beta1, Updates);
        var squareCorrection = Math.Sqrt(1 - Math.Pow(_options.Beta2, Updates));
        for (var i = 0; i < _mean.Length; i++)
        {
            using var step = NewDisposeScope();
            var parameter = _parameters.Values[i];
            var gradient = gradients.Values[i] ?? zeros_like(parameter);
            _mean[i].Approach(gradient, _options.Beta1, factor);
            _square[i].ApproachSquare(gradient, _options.Beta2, factor);
            var deviation = _square[i].ScaledRoot(squareCorrection, _options.Epsilon);
            parameter.AddQuotient(_mean[i], deviation, -learningRate / meanCorrection);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var moment in _mean.Concat(_square))
            moment.Dispose();
    }

    private static Tensor Zero(Tensor parameter) => zeros_like(parameter).detach().DetachFromDisposeScope();
}
