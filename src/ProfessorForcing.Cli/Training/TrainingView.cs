using System.Diagnostics;
using System.Globalization;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Training;

/// <summary>Shows how training goes. What it says is the same everywhere; how lines get to the screen is up to the derived class.</summary>
internal abstract class TrainingView(ExperimentOptions options, IDomain domain, TimeSpan? limit) : ITrainingObserver
{
    private const int ExcerptLength = 240;

    private readonly Stopwatch _watch = new();
    private TimeSpan _before;
    private long _stepsHere;

    /// <summary>Steps the run shall have.</summary>
    protected long Steps => options.Training.Steps;

    /// <summary>Trains while showing.</summary>
    /// <param name="done">Steps done before.</param>
    /// <param name="spent">Time they took.</param>
    /// <param name="train">Trains.</param>
    public virtual TrainingResult Run(long done, TimeSpan spent, Func<TrainingResult> train)
    {
        _before = spent;
        _watch.Start();
        return train();
    }

    /// <inheritdoc/>
    public virtual void OnStep(long step, StepMetrics metrics) => _stepsHere++;

    /// <inheritdoc/>
    public virtual void OnMetrics(long step, IReadOnlyDictionary<string, double> values) => WriteLine($"step {step:N0}/{Steps:N0}  {Summary(values)}{Left(step)}");

    /// <inheritdoc/>
    public void OnSamples(long step, string path)
    {
        WriteLine($"step {step:N0}/{Steps:N0}  samples in {path}");
        if (path.EndsWith(".txt", StringComparison.Ordinal))
            WriteLine($"  | {Excerpt(path)}");
    }

    /// <inheritdoc/>
    public void OnCheckpoint(long step, bool isBest)
    {
        if (isBest)
            WriteLine($"step {step:N0}/{Steps:N0}  best validation so far; checkpoint saved");
    }

    /// <inheritdoc/>
    public void OnWarning(string message) => WriteLine($"warning: {message}");

    /// <summary>Puts a line where lines go.</summary>
    protected abstract void WriteLine(string line);

    /// <summary>Loss, validation, discriminator and speed in one line.</summary>
    protected string Summary(IReadOnlyDictionary<string, double> values) => Join(values,
        (domain.Unit.Name, "train " + domain.Unit.Pattern(domain.ElementName)),
        ("valid_" + domain.Unit.Name, "valid " + domain.Unit.NumberPattern),
        ("accuracy", "accuracy of D {0:F2}"),
        ("generator_gate", "gates G {0:F2}"),
        ("discriminator_gate", "D {0:F2}"),
        ("gradient_ratio", "gradient ratio {0:G3}"),
        ("tokens_per_second", "at {0:N0} " + domain.ElementName + "s/s"));

    /// <summary>The same for a narrow place, the most important first.</summary>
    protected string ShortSummary(IReadOnlyDictionary<string, double> values) => Join(values,
        (domain.Unit.Name, domain.Unit.Pattern(domain.ElementName)),
        ("tokens_per_second", "{0:N0}/s"),
        ("accuracy", "D {0:F2}"));

    /// <summary>The time left, from the speed so far in this process and the limit; null while nothing is known.</summary>
    protected TimeSpan? TimeLeft(long step)
    {
        if (_stepsHere == 0)
            return null;
        var left = _watch.Elapsed * ((double)(Steps - step) / _stepsHere);
        // The limit is one over all parts of the run.
        return limit - _before - _watch.Elapsed is { } most && most < left ? TimeSpan.FromTicks(Math.Max(0, most.Ticks)) : left;
    }

    private string Left(long step) => TimeLeft(step) is { } left ? $"  {Duration.Format(left)} left" : "";

    private static string Join(IReadOnlyDictionary<string, double> values, params (string Key, string Format)[] parts) =>
        string.Join("  ", parts.Where(part => values.ContainsKey(part.Key)).Select(part => string.Format(CultureInfo.InvariantCulture, part.Format, values[part.Key])));

    private static string Excerpt(string path)
    {
        var lines = File.ReadLines(path).SkipWhile(line => line.StartsWith("=====", StringComparison.Ordinal));
        var text = string.Join('⏎', lines.TakeWhile(line => !line.StartsWith("=====", StringComparison.Ordinal)));
        return text.Length <= ExcerptLength ? text : text[..ExcerptLength] + "…";
    }
}
