using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text;

/// <summary>Penn Treebank text (<c>kind</c> <c>ptb</c>), from <c>ptb/ptb.train.txt</c>, <c>.valid</c> and <c>.test</c> in the data root.</summary>
public sealed record PtbOptions : DataOptions
{
    /// <summary>Characters (50 symbols) or words (10,000).</summary>
    [Option("Characters, or words with a mark at the end of each sentence.")]
    public TextLevel Level { get; init; } = TextLevel.Char;

    /// <summary>Which characters count.</summary>
    [Option("Characters counted: a, each word followed by a space (the paper's count); b, words joined by spaces.")]
    public CharacterRule Rule { get; init; } = CharacterRule.A;

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator) => PennTreebank.Open(this, locator);

    /// <inheritdoc/>
    public override IDomain Restore(JsonObject description) => TextDomain.Restore(description);
}
