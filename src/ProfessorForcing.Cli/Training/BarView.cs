using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Training;

using Spectre.Console;

namespace ProfessorForcing.Cli.Training;

/// <summary>Training on a terminal: a bar with loss, speed and time left below the lines that stay.</summary>
internal sealed class BarView(ExperimentOptions options, string elementName, TimeSpan? limit, IAnsiConsole console)
    : TrainingView(options, elementName, limit)
{
    private ProgressTask? _bar;
    private string _summary = "starting";

    /// <inheritdoc/>
    public override TrainingResult Run(long done, Func<TrainingResult> train) => console.Progress()
        .AutoClear(true)
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context =>
        {
            _bar = context.AddTask(_summary, maxValue: Steps);
            _bar.Value = done;
            return base.Run(done, train);
        });

    /// <inheritdoc/>
    public override void OnStep(long step, StepMetrics metrics)
    {
        base.OnStep(step, metrics);
        if (_bar is null)
            return;
        _bar.Value = step;
        var left = TimeLeft(step) is { } time ? $"{Duration.Format(time)} left" : "";
        _bar.Description = Markup.Escape($"step {step:N0}/{Steps:N0}  {left}  {_summary}");
    }

    /// <inheritdoc/>
    public override void OnMetrics(long step, IReadOnlyDictionary<string, double> values)
    {
        _summary = Summary(values);
        // Of the frequent lines only those with a validation stay on the screen.
        if (values.ContainsKey("valid_nll"))
            base.OnMetrics(step, values);
    }

    /// <inheritdoc/>
    protected override void WriteLine(string line) => console.WriteLine(line);
}
