using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// Own handwriting (<c>kind</c> <c>strokes</c>): a folder in which each line is a file NAME.csv or NAME.svg beside NAME.txt, which says what is
/// written there. In the order of their names, the second of every ten lines is for validation and the third for test. All lines are made as
/// large as those of IAM-OnDB (<see cref="WritingSize"/>), so that their unit does not matter, and count as written by one hand: long rows go on from line to line. Files without a text beside
/// them, or with an empty one, are left out.
/// </summary>
public sealed record StrokeOptions : HandwritingOptions, IValidatable
{
    private const int Cycle = 10;
    private const int FewestLines = 3;

    /// <summary>The folder.</summary>
    [Option("The folder of NAME.csv (columns x, y, stroke) or NAME.svg with NAME.txt beside each, the text of the line; a relative path is also looked for in the data root. Files without a text are left out. Of every ten lines the second is for validation and the third for test.")]
    public string Path { get; init; } = "";

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var folder = locator.FindFolder(Path);
        var (lines, leftOut) = StrokeFolder.Read(folder);
        if (lines.Count < FewestLines)
            throw new InputDataException($"'{folder}' has {lines.Count} lines of handwriting with a text ({leftOut} files have no .txt beside them, or an empty one); at least {FewestLines} are needed");
        if (leftOut > 0)
            locator.Report?.Invoke($"'{folder}': left out {leftOut:N0} of {lines.Count + leftOut:N0} files, which have no .txt beside them, or an empty one");
        return Domain(split => lines.Where((_, i) => SplitOf(i) == split), $"'{folder}'", locator.Report, isOneHand: true);
    }

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (Path.Length == 0)
            errors.Add($"{path}.path is empty: name a folder of handwriting as CSV or SVG");
    }

    private static Split SplitOf(int place) => (place % Cycle) switch { 1 => Split.Valid, 2 => Split.Test, _ => Split.Train };
}
