using ProfessorForcing.Configuration;

namespace ProfessorForcing.Cli.Training;

/// <summary>Training as plain lines, for files and pipes.</summary>
internal sealed class PlainView(ExperimentOptions options, string elementName, TimeSpan? limit, TextWriter output)
    : TrainingView(options, elementName, limit)
{
    /// <inheritdoc/>
    protected override void WriteLine(string line) => output.WriteLine(line);
}
