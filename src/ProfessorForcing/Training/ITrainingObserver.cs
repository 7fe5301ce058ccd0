using ProfessorForcing.Forcing;

namespace ProfessorForcing.Training;

/// <summary>Is told how training goes, to show it.</summary>
public interface ITrainingObserver
{
    /// <summary>A step was done.</summary>
    /// <param name="step">Its number.</param>
    /// <param name="metrics">What was measured in it.</param>
    void OnStep(long step, StepMetrics metrics);

    /// <summary>A line of metrics was written.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="values">Numbers by name.</param>
    void OnMetrics(long step, IReadOnlyDictionary<string, double> values);

    /// <summary>Samples were written.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="path">The file.</param>
    void OnSamples(long step, string path);

    /// <summary>A checkpoint was saved.</summary>
    void OnCheckpoint(long step, bool isBest);

    /// <summary>Something the user should know: one line.</summary>
    void OnWarning(string message);
}
