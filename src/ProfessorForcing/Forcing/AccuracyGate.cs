using System.Text.Json.Nodes;

namespace ProfessorForcing.Forcing;

/// <summary>
/// The gates of the paper's section 4.1, on a bias-corrected moving average of the discriminator's accuracy: adversarial
/// terms reach the generator only above one threshold, the discriminator is updated only below another. Until enough
/// minibatches have been seen (the last of them decides itself) the generator's gate is closed and the discriminator's open.
/// </summary>
/// <param name="options">Thresholds, decay of the average, and how many minibatches are enough.</param>
public sealed class AccuracyGate(ProfessorForcingOptions options)
{
    private double _sum;
    private double _weight;
    private long _seen;

    /// <summary>The moving average, 0 to 1; ½ before the first minibatch.</summary>
    public double Average => _weight == 0 ? 0.5 : _sum / _weight;

    /// <summary>Whether adversarial terms reach the generator.</summary>
    public bool GeneratorOpen => _seen >= options.GateWarmup && Average > options.GeneratorGate;

    /// <summary>Whether the discriminator is updated.</summary>
    public bool DiscriminatorOpen => _seen < options.GateWarmup || Average < options.DiscriminatorGate;

    /// <summary>Takes in the accuracy on this minibatch, measured before any update.</summary>
    /// <param name="accuracy">0 to 1, and a number: one NaN would stay in the average.</param>
    public void Observe(double accuracy)
    {
        _sum = options.GateDecay * _sum + (1 - options.GateDecay) * accuracy;
        _weight = options.GateDecay * _weight + (1 - options.GateDecay);
        _seen++;
    }

    /// <summary>The state, for a checkpoint.</summary>
    public JsonObject Save() => new() { ["sum"] = _sum, ["weight"] = _weight, ["seen"] = _seen };

    /// <summary>Takes back a saved state.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    public void Restore(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _sum = state["sum"]!.GetValue<double>();
        _weight = state["weight"]!.GetValue<double>();
        _seen = state["seen"]!.GetValue<long>();
    }
}
