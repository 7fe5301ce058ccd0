using ProfessorForcing.Autograd;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Native;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Discriminators;

/// <summary>
/// The paper's discriminator (section 4.1): a bidirectional recurrent network over the behaviour; at each step the two
/// states are concatenated and go through an MLP shared over time, then an affine map to ℓ_t; ℓ is the mean of ℓ_t over
/// the real steps. The backward direction starts at each row's last real step. There are no batch statistics, which
/// would leak which half of the minibatch a row is from.
/// </summary>
public sealed class RecurrentDiscriminator : IDiscriminator
{
    private readonly RecurrentDiscriminatorOptions _options;
    private readonly OutputProjection _projection;
    private readonly RecurrentLayer _forward;
    private readonly RecurrentLayer _backward;
    private readonly AffineParameters[] _mlp;
    private readonly AffineParameters _logit;

    /// <summary>Makes a discriminator with torch.nn's initial weights.</summary>
    /// <param name="options">Sizes, dropout, noise.</param>
    /// <param name="shape">Width F of the behaviour and how much of it are output parameters.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="type">The parameters' number format.</param>
    /// <param name="recomputeSteps">Steps whose gates are computed again at a time on the way back; 0: gates are kept.</param>
    public RecurrentDiscriminator(
        RecurrentDiscriminatorOptions options, BehaviourShape shape, RandomStream random, Device device, ScalarType type = ScalarType.Float32, int recomputeSteps = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shape);
        _options = options;
        Parameters = new ParameterSet(device, type);
        _projection = new OutputProjection(Parameters, shape, options.OutputProjection, random);
        RecurrentLayer Direction(string suffix) =>
            new(Parameters, "recurrent.", suffix, options.Cell, _projection.Width, options.Hidden, random, options.LayerNorm, recomputeSteps, showsCandidate: false);
        (_forward, _backward) = (Direction("_l0"), Direction("_l0_reverse"));
        var mlpWidth = options.MlpHidden > 0 ? options.MlpHidden : options.Hidden;
        _mlp = [.. Enumerable.Range(0, options.MlpLayers).Select(layer =>
            new AffineParameters(Parameters, $"mlp.{layer}", layer == 0 ? 2 * options.Hidden : mlpWidth, mlpWidth, random))];
        _logit = new AffineParameters(Parameters, "logit", options.MlpLayers == 0 ? 2 * options.Hidden : mlpWidth, 1, random);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters { get; }

    /// <inheritdoc/>
    public double Clip => _options.Clip;

    /// <inheritdoc/>
    public bool FollowsPlans => _forward.HasKernels;

    /// <inheritdoc/>
    public Tensor Logit(Tensor behaviour, Tensor? mask, RandomStream random, BackwardPlan? plan = null)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(random);
        var steps = (int)behaviour.shape[1];
        if (plan is not null)
        {
            plan.ReadsBehaviour = !_projection.Exists;
            behaviour = RowScaleFunction.apply(behaviour, plan);
        }
        var input = _projection.Apply(Disturbance.AddNoise(behaviour, _options.InstanceNoise, random), plan); // [N, T, F']
        var features = RecurrentLayer.RunBothWays(_forward, _backward, input, mask, plan);       // [N, T, 2·D]
        foreach (var layer in _mlp)
            features = Layer(features, layer, random, plan);                                     // [N, T, M]
        var stepLogits = Affine.Apply(features, _logit.Weight, _logit.Bias, plan).squeeze(-1);   // ℓ_t: [N, T]
        features.Dispose();
        return mask is null ? stepLogits.mean([1]) : (stepLogits * mask).sum(1) / mask.sum(1).ClampedTo(1, steps); // ℓ: [N]
    }

    /// <inheritdoc/>
    public void Dispose() => Parameters.Dispose();

    // What the way back needs of it the graph and the affine map hold, for as long as they need it.
    private Tensor Layer(Tensor features, AffineParameters layer, RandomStream random, BackwardPlan? plan)
    {
        var dropped = Disturbance.DropOut(features, _options.Dropout, random);
        using var sums = Affine.Apply(dropped, layer.Weight, layer.Bias, plan);                  // [N, T, M]
        dropped.Dispose();
        features.Dispose();
        return sums.relu();                                                                      // [N, T, M]
    }
}
