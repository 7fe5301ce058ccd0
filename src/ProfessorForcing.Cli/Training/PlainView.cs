using ProfessorForcing.Configuration;
using ProfessorForcing.Data;

namespace ProfessorForcing.Cli.Training;

/// <summary>Training as plain lines, for files and pipes.</summary>
internal sealed class PlainView(ExperimentOptions options, IDomain domain, TimeSpan? limit, TextWriter output)
    : TrainingView(options, domain, limit)
{
    /// <inheritdoc/>
    protected override void WriteLine(string line) => output.WriteLine(line);
}
