using ProfessorForcing.Native;

using TorchSharp;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>Gradients of leaves that functions of ours read directly. What other functions add to them is libtorch's business.</summary>
internal sealed unsafe class LeafGradients : IDisposable
{
    private readonly nint[] _places;
    private readonly Tensor?[] _gradients;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="leaves">What gradients are asked for.</param>
    public LeafGradients(IReadOnlyList<Tensor> leaves)
    {
        _places = [.. leaves.Select(leaf => Place(leaf))];
        _gradients = new Tensor?[leaves.Count];
    }

    /// <summary>Takes over the gradient of an input if that is one of the leaves.</summary>
    /// <returns>Whether it is.</returns>
    public bool Take(Tensor input, Tensor gradient)
    {
        // Another object in each function, but the same numbers in memory.
        var place = input.is_leaf ? Place(input) : 0;
        var i = place == 0 ? -1 : Array.IndexOf(_places, place);
        if (i < 0)
            return false;
        if (_gradients[i] is { } sum)
            sum.PlusInPlace(gradient);
        else
            _gradients[i] = gradient.DetachFromDisposeScope();
        return true;
    }

    /// <summary>The gradient of a leaf together with libtorch's part; null if there is neither.</summary>
    /// <param name="index">Which leaf.</param>
    /// <param name="rest">What libtorch has for it.</param>
    /// <returns>In the current dispose scope.</returns>
    public Tensor? With(int index, Tensor? rest)
    {
        if (_gradients[index] is not { } own)
            return rest;
        return rest is null ? own.alias() : rest.PlusInPlace(own);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gradient in _gradients)
            gradient?.Dispose();
    }

    private static nint Place(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous() ? (nint)TensorMemory.Floats(tensor) : 0;
}
