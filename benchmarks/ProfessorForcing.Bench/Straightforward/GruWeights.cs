using TorchSharp.Modules;

namespace ProfessorForcing.Bench.Straightforward;

/// <summary>The weights of an nn.GRU of one layer by name.</summary>
internal static class GruWeights
{
    private static readonly string[] Names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

    /// <summary>One weight.</summary>
    public static Parameter Weight(this GRU gru, string name) =>
        gru.get_parameter(name) ?? throw new ArgumentException($"The GRU has no {name}.", nameof(name));

    /// <summary>All weights of one direction.</summary>
    public static IEnumerable<(string Name, Parameter Value)> Weights(this GRU gru, string direction = "") =>
        Names.Select(name => ($"recurrent.{name}{direction}", gru.Weight(name + direction)));
}
