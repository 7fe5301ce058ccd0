using ProfessorForcing.Autograd;
using ProfessorForcing.Native;
using ProfessorForcing.Parameters;

using static TorchSharp.torch;

namespace ProfessorForcing.Optimization;

/// <summary>The gradient of one loss with respect to a network's parameters: one tensor for each, null where the loss does not depend on it.</summary>
public sealed class Gradients
{
    private readonly Tensor?[] _values;

    private Gradients(Tensor?[] values) => _values = values;

    /// <summary>One tensor for each parameter, in the set's order.</summary>
    public IReadOnlyList<Tensor?> Values => _values;

    /// <summary>Differentiates.</summary>
    /// <param name="outputs">What is differentiated: a scalar loss, or tensors with <paramref name="upstream"/> gradients.</param>
    /// <param name="parameters">With respect to what.</param>
    /// <param name="upstream">∂loss/∂output for each output; null for scalar losses.</param>
    /// <param name="retainGraph">Whether the graph is needed again.</param>
    public static Gradients Of(
        IReadOnlyList<Tensor> outputs, ParameterSet parameters, IReadOnlyList<Tensor>? upstream = null, bool retainGraph = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new Gradients(WithRespectTo(parameters.Values, outputs, upstream, retainGraph));
    }

    /// <summary>Gradients that are known: one tensor for each parameter, in the set's order.</summary>
    internal static Gradients From(Tensor?[] values) => new(values);

    /// <summary>∂outputs/∂leaf for each leaf; null where the outputs do not depend on it.</summary>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">There is too little memory, or the graph is gone.</exception>
    internal static Tensor?[] WithRespectTo(
        IReadOnlyList<Tensor> leaves, IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor>? upstream = null, bool retainGraph = false)
    {
        // Not autograd.grad: TorchSharp lets its errors, such as too little memory, end the process.
        using var own = new LeafGradients(leaves);
        try
        {
            Backpropagation.Watch(
                () => autograd.backward([.. outputs], upstream is null ? null : [.. upstream], retainGraph, inputs: [.. leaves]), retainGraph, own);
            return [.. leaves.Select((leaf, i) => own.With(i, leaf.grad))];
        }
        finally
        {
            foreach (var leaf in leaves)
                leaf.grad = null;
        }
    }

    /// <summary>‖g‖₂ over all parameters.</summary>
    public double Norm() => Math.Sqrt(Dot(this));

    /// <summary>⟨g, h⟩ over all parameters.</summary>
    public double Dot(Gradients other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using var scope = NewDisposeScope();
        // Products that are summed at once, not laid down: a network's gradients are large.
        var products = _values.Zip(other._values)
            .Where(pair => pair.First is not null && pair.Second is not null)
            .Select(pair => pair.First!.reshape(-1).dot(pair.Second!.reshape(-1))).ToArray();
        return products.Length == 0 ? 0 : stack(products).to_type(ScalarType.Float64).sum().item<double>();
    }

    /// <summary>g + factor · h.</summary>
    /// <param name="other">h.</param>
    /// <param name="factor">What it is multiplied by.</param>
    public Gradients Plus(Gradients other, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Gradients([.. _values.Zip(other._values, (a, b) => b is null ? a : a is null ? b.Times(factor) : a.Plus(b, factor))]);
    }

    /// <summary>What g is to be multiplied by lest it be longer than a limit: 1 if it is not, or if the limit is 0.</summary>
    public double FactorTo(double limit)
    {
        if (limit <= 0)
            return 1;
        var norm = Norm();
        return norm > limit ? limit / norm : 1;
    }
}
