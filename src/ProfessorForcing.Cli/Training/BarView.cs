using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Forcing;
using ProfessorForcing.Training;

using Spectre.Console;

namespace ProfessorForcing.Cli.Training;

/// <summary>Training on a terminal: a bar with loss, speed and time left below the lines that stay.</summary>
internal sealed class BarView(ExperimentOptions options, IDomain domain, TimeSpan? limit, IAnsiConsole console)
    : TrainingView(options, domain, limit)
{
    private const int BarWidth = 20;
    private const int OtherColumns = BarWidth + 8;

    private ProgressTask? _bar;
    private string _summary = "starting";

    /// <inheritdoc/>
    public override TrainingResult Run(long done, TimeSpan spent, Func<TrainingResult> train) => console.Progress()
        .AutoClear(true)
        .Columns(new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context =>
        {
            _bar = context.AddTask(_summary, maxValue: Steps);
            _bar.Value = done;
            return base.Run(done, spent, train);
        });

    /// <inheritdoc/>
    public override void OnStep(long step, StepMetrics metrics)
    {
        base.OnStep(step, metrics);
        if (_bar is null)
            return;
        _bar.Value = step;
        var left = TimeLeft(step) is { } time ? $"{Duration.Format(time)} left" : "";
        // One line, whatever the width of the terminal: loss, speed and time left come first.
        var text = $"{step:N0}/{Steps:N0}  {left}  {_summary}";
        _bar.Description = Markup.Escape(text[..Math.Clamp(console.Profile.Width - OtherColumns, 0, text.Length)]);
    }

    /// <inheritdoc/>
    public override void OnMetrics(long step, IReadOnlyDictionary<string, double> values)
    {
        _summary = ShortSummary(values);
        // Of the frequent lines only those with a validation stay on the screen.
        if (values.ContainsKey("valid_nll"))
            base.OnMetrics(step, values);
    }

    /// <inheritdoc/>
    protected override void WriteLine(string line) => console.WriteLine(line);
}
