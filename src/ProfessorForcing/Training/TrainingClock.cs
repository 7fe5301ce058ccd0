using System.Diagnostics;

using ProfessorForcing.Forcing;

namespace ProfessorForcing.Training;

/// <summary>Adds the time that passes to the training state, and works out speeds between two lines of metrics.</summary>
/// <param name="state">Its seconds go on from where the run was resumed.</param>
/// <param name="flops">Floating-point operations of a step.</param>
internal sealed class TrainingClock(TrainingState state, Func<StepMetrics, double> flops)
{
    private readonly double _before = state.Seconds;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Stopwatch _stepping = new();
    private long _elements;
    private double _flops;

    /// <summary>Brings the state's seconds up to date.</summary>
    public void Update() => state.Seconds = _before + _watch.Elapsed.TotalSeconds;

    /// <summary>Runs one training step and counts its time, elements and arithmetic.</summary>
    public StepMetrics Measure(Func<StepMetrics> step)
    {
        _stepping.Start();
        var metrics = step();
        _stepping.Stop();
        _elements += metrics.Elements;
        _flops += flops(metrics);
        return metrics;
    }

    /// <summary>Adds seconds, elements per second and GFLOP/s since the last call; starts the counts anew. Only training steps count, not validation or saving.</summary>
    public void AddSpeed(IDictionary<string, double> line)
    {
        Update();
        line["seconds"] = state.Seconds;
        var seconds = _stepping.Elapsed.TotalSeconds;
        if (seconds > 0)
        {
            line["tokens_per_second"] = _elements / seconds;
            line["gflops"] = _flops / seconds / 1e9;
        }
        (_elements, _flops) = (0, 0);
        _stepping.Reset();
    }
}
