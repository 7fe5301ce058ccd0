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
        try
        {
            Backpropagation.Watch(
                () => autograd.backward([.. outputs], upstream is null ? null : [.. upstream], retainGraph, inputs: [.. leaves]), retainGraph);
            return [.. leaves.Select(leaf => leaf.grad)];
        }
        finally
        {
            foreach (var leaf in leaves)
                leaf.grad = null;
        }
    }

    /// <summary>‖g‖₂ over all parameters.</summary>
    public double Norm()
    {
        using var scope = NewDisposeScope();
        var squares = _values.Where(value => value is not null).Select(value => (value! * value!).sum()).ToArray();
        return squares.Length == 0 ? 0 : Math.Sqrt(stack(squares).to_type(ScalarType.Float64).sum().item<double>());
    }

    /// <summary>⟨g, h⟩ over all parameters.</summary>
    public double Dot(Gradients other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using var scope = NewDisposeScope();
        var products = _values.Zip(other._values)
            .Where(pair => pair.First is not null && pair.Second is not null)
            .Select(pair => (pair.First! * pair.Second!).sum()).ToArray();
        return products.Length == 0 ? 0 : stack(products).to_type(ScalarType.Float64).sum().item<double>();
    }

    /// <summary>factor · g.</summary>
    public Gradients Times(double factor) =>
        factor == 1 ? this : new Gradients([.. _values.Select(value => value?.Times(factor))]);

    /// <summary>g + h.</summary>
    public Gradients Plus(Gradients other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Gradients([.. _values.Zip(other._values, (a, b) => a is null ? b : b is null ? a : a.Plus(b))]);
    }

    /// <summary>g, scaled down to a norm of <paramref name="limit"/> if it is longer; a limit of 0 leaves it.</summary>
    public Gradients ClippedTo(double limit)
    {
        if (limit <= 0)
            return this;
        var norm = Norm();
        return norm > limit ? Times(limit / norm) : this;
    }
}
