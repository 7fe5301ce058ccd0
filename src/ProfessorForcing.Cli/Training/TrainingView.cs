using System.Diagnostics;
using System.Globalization;
using System.Text;

using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Training;

/// <summary>Shows how training goes. What it says is the same everywhere; how lines get to the screen is up to the derived class.</summary>
internal abstract class TrainingView(ExperimentOptions options, string elementName, TimeSpan? limit) : ITrainingObserver
{
    private const int ExcerptLength = 240;

    private readonly Stopwatch _watch = new();
    private long _stepsHere;

    /// <summary>Steps the run shall have.</summary>
    protected long Steps => options.Training.Steps;

    /// <summary>Trains while showing.</summary>
    /// <param name="done">Steps done before.</param>
    /// <param name="train">Trains.</param>
    public virtual TrainingResult Run(long done, Func<TrainingResult> train)
    {
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
    protected string Summary(IReadOnlyDictionary<string, double> values)
    {
        var text = new StringBuilder();
        void Add(string key, string label, string format, string unit = "")
        {
            if (values.TryGetValue(key, out var value))
                text.Append(text.Length > 0 ? "  " : "").Append(label).Append(' ').Append(value.ToString(format, CultureInfo.InvariantCulture)).Append(unit);
        }
        Add("bpc", "train", "F3", $" bits/{elementName}");
        Add("perplexity", "train perplexity", "F1");
        Add("valid_bpc", "valid", "F3");
        Add("valid_perplexity", "valid", "F1");
        Add("accuracy", "accuracy of D", "F2");
        Add("generator_gate", "gates G", "F2");
        Add("discriminator_gate", "D", "F2");
        Add("gradient_ratio", "gradient ratio", "G3");
        Add("tokens_per_second", "at", "N0", $" {elementName}s/s");
        return text.ToString();
    }

    /// <summary>The time left, from the speed so far in this process and the limit; null while nothing is known.</summary>
    protected TimeSpan? TimeLeft(long step)
    {
        if (_stepsHere == 0)
            return null;
        var left = _watch.Elapsed * ((double)(Steps - step) / _stepsHere);
        return limit is { } most && most - _watch.Elapsed < left ? TimeSpan.FromTicks(Math.Max(0, (most - _watch.Elapsed).Ticks)) : left;
    }

    private string Left(long step) => TimeLeft(step) is { } left ? $"  {Duration.Format(left)} left" : "";

    private static string Excerpt(string path)
    {
        var lines = File.ReadLines(path).SkipWhile(line => line.StartsWith("=====", StringComparison.Ordinal));
        var text = string.Join('⏎', lines.TakeWhile(line => !line.StartsWith("=====", StringComparison.Ordinal)));
        return text.Length <= ExcerptLength ? text : text[..ExcerptLength] + "…";
    }
}
