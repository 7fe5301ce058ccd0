using ProfessorForcing.Kernels.Random;

using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Parameters;

/// <summary>
/// The named parameters of one network, in a fixed order. Names and shapes are those of torch.nn
/// (<c>recurrent.weight_ih_l0</c>, …), so that saved weights can be read by PyTorch users.
/// </summary>
/// <param name="device">Where the parameters live.</param>
/// <param name="type">Single precision for training; double precision where gradients are compared with finite differences.</param>
public sealed class ParameterSet(Device device, ScalarType type = ScalarType.Float32) : IDisposable
{
    private const int Piece = 1 << 14;

    private readonly List<string> _names = [];
    private readonly List<Parameter> _values = [];

    /// <summary>Where the parameters live.</summary>
    public Device Device { get; } = device;

    /// <summary>The parameters' number format, which states and behaviours share.</summary>
    public ScalarType Type { get; } = type;

    /// <summary>Names, in the order of <see cref="Values"/>.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Values => _values;

    /// <summary>Number of scalar parameters.</summary>
    public long Count => _values.Sum(value => value.numel());

    /// <summary>Whether no parameter is NaN or infinite.</summary>
    public bool AreFinite()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return _values.TrueForAll(value => value.isfinite().all().item<bool>());
    }

    /// <summary>Adds a parameter drawn uniformly from [−bound, bound].</summary>
    /// <param name="name">Its name, as torch.nn has it.</param>
    /// <param name="bound">Half the width of the interval.</param>
    /// <param name="random">Advances by one number for each of the parameter's.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ArgumentException">There is a parameter of that name.</exception>
    public Parameter AddUniform(string name, double bound, RandomStream random, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Add(name, shape, () => (float)((2 * random.NextDouble() - 1) * bound));
    }

    /// <summary>Adds a parameter drawn from a normal distribution of mean 0.</summary>
    /// <param name="name">Its name, as torch.nn has it.</param>
    /// <param name="deviation">The distribution's standard deviation.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ArgumentException">There is a parameter of that name.</exception>
    public Parameter AddNormal(string name, double deviation, RandomStream random, params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Add(name, shape, () => (float)(random.NextGaussian() * deviation));
    }

    /// <summary>Adds a parameter that starts at zero.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ArgumentException">There is a parameter of that name.</exception>
    public Parameter AddZero(string name, params long[] shape) => Add(name, shape, () => 0f);

    /// <summary>Adds a parameter that starts at one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="ArgumentException">There is a parameter of that name.</exception>
    public Parameter AddOne(string name, params long[] shape) => Add(name, shape, () => 1f);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in _values)
            value.Dispose();
    }

    private Parameter Add(string name, long[] shape, Func<float> draw)
    {
        if (_names.Contains(name))
            throw new ArgumentException($"There is a parameter '{name}' already.", nameof(name));
        var parameter = new Parameter(empty(shape, dtype: Type, device: Device));
        parameter.DetachFromDisposeScope();
        Fill(parameter, draw);
        _names.Add(name);
        _values.Add(parameter);
        return parameter;
    }

    // In pieces, as large arrays of the runtime's stay in memory for long.
    private static void Fill(Parameter parameter, Func<float> draw)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var flat = parameter.view(-1);
        for (long first = 0; first < flat.numel(); first += Piece)
        {
            using var piece = NewDisposeScope();
            var length = (int)Math.Min(Piece, flat.numel() - first);
            var values = new float[length];
            for (var i = 0; i < length; i++)
                values[i] = draw();
            flat.narrow(0, first, length).copy_(tensor(values));
        }
    }
}
