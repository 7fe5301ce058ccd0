using System.Diagnostics;

namespace ProfessorForcing.Training;

/// <summary>Adds the time that passes to the training state, and works out speeds between two lines of metrics.</summary>
/// <param name="state">Its seconds go on from where the run was resumed.</param>
internal sealed class TrainingClock(TrainingState state)
{
    private readonly double _before = state.Seconds;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Stopwatch _stepping = new();
    private long _elements;
    private long _steps;

    /// <summary>Brings the state's seconds up to date.</summary>
    public void Update() => state.Seconds = _before + _watch.Elapsed.TotalSeconds;

    /// <summary>Runs one training step and counts its time and elements.</summary>
    public T Measure<T>(Func<T> step, Func<T, long> elements)
    {
        _stepping.Start();
        var result = step();
        _stepping.Stop();
        _elements += elements(result);
        _steps++;
        return result;
    }

    /// <summary>Adds seconds, elements per second and GFLOP/s since the last call; starts the counts anew. Only training steps count, not validation or saving.</summary>
    public void AddSpeed(IDictionary<string, double> line, double flopsPerStep)
    {
        Update();
        line["seconds"] = state.Seconds;
        var seconds = _stepping.Elapsed.TotalSeconds;
        if (seconds > 0)
        {
            line["tokens_per_second"] = _elements / seconds;
            line["gflops"] = flopsPerStep * _steps / seconds / 1e9;
        }
        (_elements, _steps) = (0, 0);
        _stepping.Reset();
    }
}
