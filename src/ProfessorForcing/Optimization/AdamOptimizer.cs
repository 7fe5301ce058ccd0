using ProfessorForcing.Parameters;
using ProfessorForcing.Training;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Optimization;

/// <summary>Adam (Kingma and Ba 2014) over a parameter set, with gradients and learning rate given at each step and a state that can be saved.</summary>
public sealed class AdamOptimizer : IDisposable
{
    private readonly ParameterSet _parameters;
    private readonly Adam _adam;

    /// <summary>Makes an optimiser with zero moments.</summary>
    /// <param name="name">Name in checkpoints, such as <c>generator</c>.</param>
    /// <param name="parameters">What is optimised.</param>
    /// <param name="options">β1, β2 and ε.</param>
    public AdamOptimizer(string name, ParameterSet parameters, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        Name = name;
        _parameters = parameters;
        _adam = optim.Adam(parameters.Values, options.LearningRate, options.Beta1, options.Beta2, options.Epsilon);
    }

    /// <summary>Name in checkpoints.</summary>
    public string Name { get; }

    /// <summary>Number of updates done so far.</summary>
    public long Updates
    {
        get => States.Max(state => state.step);
        set
        {
            foreach (var state in States)
                state.step = value;
        }
    }

    /// <summary>Adam's moments, by parameter name: <c>exp_avg.NAME</c> and <c>exp_avg_sq.NAME</c>. Live tensors: copy into them to restore.</summary>
    public IEnumerable<(string Name, Tensor Value)> Moments =>
        States.Zip(_parameters.Names).SelectMany(pair => new[]
        {
            ($"exp_avg.{pair.Second}", pair.First.exp_avg),
            ($"exp_avg_sq.{pair.Second}", pair.First.exp_avg_sq),
        });

    private IEnumerable<Adam.State> States => _adam.state_dict().State.Cast<Adam.State>();

    /// <summary>One update. Parameters that the loss does not depend on get a zero gradient, so that all moments age alike.</summary>
    public void Update(Gradients gradients, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var group in _adam.ParamGroups)
            group.LearningRate = learningRate;
        for (var i = 0; i < _parameters.Values.Count; i++)
            _parameters.Values[i].grad = gradients.Values[i] ?? zeros_like(_parameters.Values[i]);
        _adam.step();
        foreach (var parameter in _parameters.Values)
            parameter.grad = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _adam.Dispose();
}
