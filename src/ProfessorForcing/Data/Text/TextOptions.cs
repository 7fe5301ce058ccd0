using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text;

/// <summary>
/// A UTF-8 text file (<c>kind</c> <c>text</c>): its first part is for training, then validation, then test. The
/// vocabulary comes from the training part and always has an unknown symbol, so other text can hold anything.
/// </summary>
public sealed record TextOptions : DataOptions, IValidatable
{
    /// <summary>Symbols of a word vocabulary when <see cref="Vocabulary"/> is 0.</summary>
    public const int DefaultWords = 10_000;

    /// <summary>The file.</summary>
    [Option("The UTF-8 text file; a relative path is also looked for in the data root.")]
    public string Path { get; init; } = "";

    /// <summary>Characters or words.</summary>
    [Option("Whether an element is a character or a word (between white space; a line end is a word, too).")]
    public TextLevel Level { get; init; } = TextLevel.Char;

    /// <summary>Size limit V of the vocabulary.</summary>
    [Option("Most symbols, the unknown one among them (the most frequent of the training part stay); 0: all characters, or 10,000 words.", Min = 0, Max = 10_000_000)]
    public int Vocabulary { get; init; }

    /// <summary>Share of the elements for validation.</summary>
    [Option("Share of the text for validation, between the training and the test part.", Min = 0, MinExclusive = true, Max = 0.5)]
    public double ValidFraction { get; init; } = 0.05;

    /// <summary>Share of the elements for test.</summary>
    [Option("Share of the text for test, at its end; 0: no test part.", Min = 0, Max = 0.4)]
    public double TestFraction { get; init; } = 0.05;

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator) => TextCorpus.Open(this, locator);

    /// <inheritdoc/>
    public override IDomain Restore(JsonObject description) => TextDomain.Restore(description);

    /// <inheritdoc/>
    public void Validate(string path, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (Path.Length == 0)
            errors.Add($"{path}.path is empty: name a UTF-8 text file");
        if (Vocabulary == 1)
            errors.Add($"{path}.vocabulary is 1: allowed are 0 (no limit) and 2 or more");
    }
}
