using System.Diagnostics;

using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;

using static TorchSharp.torch;

namespace ProfessorForcing.Training;

/// <summary>
/// Measures in a moment how fast this machine goes through an experiment's largest recurrent layer, forward and backward.
/// Since most of a step is spent in such layers, FLOPs over this speed estimate its time.
/// </summary>
public static class SpeedProbe
{
    private const double ProbeFlops = 3e9;
    private const int MostSteps = 16;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.3);

    /// <summary>Floating-point operations per second.</summary>
    /// <param name="options">The experiment.</param>
    /// <param name="cost">Its cost.</param>
    /// <param name="device">Where it shall run.</param>
    /// <exception cref="DllNotFoundException">There is no libtorch for this system.</exception>
    public static double Measure(ExperimentOptions options, CostModel cost, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cost);
        var part = Largest(options, cost);
        var isGenerator = part.Network == NetworkParts.Generator;
        var rows = options.Training.BatchSize * (isGenerator ? 1 : 2);
        var steps = (int)Math.Clamp(ProbeFlops / (3 * part.ForwardFlops * rows), 2, MostSteps);

        var random = new RandomStream(0, "speed");
        using var parameters = new ParameterSet(device);
        var layer = new RecurrentLayer(parameters, "", "", part.Cell!.Value, part.Inputs, part.Outputs, random, part.IsNormalized);
        using var input = ones([rows, steps, part.Inputs], device: device); // [N, T, I]
        Pass(layer, parameters, input);
        // The fastest pass: what else the machine is doing delays some, but speeds up none.
        var (watch, fastest) = (Stopwatch.StartNew(), TimeSpan.MaxValue);
        do
        {
            var start = watch.Elapsed;
            Pass(layer, parameters, input);
            fastest = TimeSpan.FromTicks(Math.Min(fastest.Ticks, (watch.Elapsed - start).Ticks));
        }
        while (watch.Elapsed < Least);
        return 3 * part.ForwardFlops * rows * steps / fastest.TotalSeconds;
    }

    /// <summary>The recurrent layer with the most arithmetic for an element, of the networks that the experiment's method uses.</summary>
    internal static PartCost Largest(ExperimentOptions options, CostModel cost) => cost.Parts
        .Where(part => part.IsRecurrent && (options.Method == ForcingKind.Professor || part.Network == NetworkParts.Generator))
        .MaxBy(part => part.ForwardFlops)!;

    private static void Pass(RecurrentLayer layer, ParameterSet parameters, Tensor input)
    {
        using var scope = NewDisposeScope();
        var sum = layer.Run(input, layer.ZeroState((int)input.shape[0])).Hidden.sum();
        // Its value is read, lest a GPU be still at work when the clock stops.
        Gradients.Of([sum], parameters).Values[^1]!.sum().item<float>();
    }
}
