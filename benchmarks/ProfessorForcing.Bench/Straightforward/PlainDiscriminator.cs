using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Straightforward;

/// <summary>The paper's discriminator as one would write it with torch's modules: bidirectional nn.GRU, three nn.Linear with ReLU, a logit.</summary>
public sealed class PlainDiscriminator : nn.Module
{
    private readonly GRU _gru;
    private readonly Linear[] _mlp;
    private readonly Linear _logit;

    /// <summary>Makes a discriminator with torch's initial weights.</summary>
    /// <param name="width">F, what it sees at each step.</param>
    /// <param name="hidden">Units of each direction and width of the MLP.</param>
    public PlainDiscriminator(int width, int hidden)
        : base(nameof(PlainDiscriminator))
    {
        _gru = nn.GRU(width, hidden, batchFirst: true, bidirectional: true);
        _mlp = [nn.Linear(2 * hidden, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)];
        _logit = nn.Linear(hidden, 1);
        RegisterComponents();
        for (var i = 0; i < _mlp.Length; i++)
            register_module($"mlp{i}", _mlp[i]);
    }

    /// <summary>What is trained, in the order and under the names of <c>ProfessorForcing.Discriminators.RecurrentDiscriminator</c>.</summary>
    public IReadOnlyList<(string Name, Parameter Value)> Trained =>
    [
        .. _gru.Weights(),
        .. _gru.Weights("_reverse"),
        .. _mlp.SelectMany((layer, i) => new[] { ($"mlp.{i}.weight", layer.weight!), ($"mlp.{i}.bias", layer.bias!) }),
        ("logit.weight", _logit.weight!),
        ("logit.bias", _logit.bias!),
    ];

    /// <summary>Judges behaviours.</summary>
    /// <param name="behaviour">[N, T, F].</param>
    /// <returns>The logit of each, the mean over its steps, limited to ±10: [N].</returns>
    public Tensor Judge(Tensor behaviour)
    {
        var (features, _) = _gru.call(behaviour);                                                // [N, T, 2·D]
        foreach (var layer in _mlp)
            features = nn.functional.relu(layer.call(features));
        return _logit.call(features).squeeze(-1).mean([1]).clamp(-10, 10);
    }

    /// <summary>Lets gradients reach the weights, or not.</summary>
    public void Freeze(bool frozen)
    {
        foreach (var parameter in parameters())
            parameter.requires_grad_(!frozen);
    }
}
