using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>The built-in corpus (<c>kind</c> <c>oracle</c>): independent draws from the <see cref="OracleLanguage"/>.</summary>
public sealed record OracleOptions : DataOptions
{
    /// <summary>One line for lists.</summary>
    internal const string Summary = "generated language of tagged, nested, word-like text with known probabilities; built in";

    /// <summary>Seed of the corpus.</summary>
    [Option("Seed of the corpus; the language is the same for every seed.", Min = 0, Max = long.MaxValue)]
    public long CorpusSeed { get; init; } = 1;

    /// <summary>Training sequences.</summary>
    [Option("Number of training sequences.", Min = 1, Max = 100_000_000)]
    public int TrainSequences { get; init; } = 20_000;

    /// <summary>Validation sequences.</summary>
    [Option("Number of validation sequences.", Min = 1, Max = 100_000_000)]
    public int ValidSequences { get; init; } = 200;

    /// <summary>Test sequences.</summary>
    [Option("Number of test sequences.", Min = 1, Max = 100_000_000)]
    public int TestSequences { get; init; } = 1_000;

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        var language = OracleLanguage.Instance;
        return new TextDomain(language.Vocabulary, OpenSplit, language);
    }

    /// <inheritdoc/>
    public override IDomain Restore(JsonObject description)
    {
        var language = OracleLanguage.Instance;
        var domain = TextDomain.Restore(description, language);
        return JsonNode.DeepEquals(domain.Vocabulary.ToJson(), language.Vocabulary.ToJson())
            ? domain
            : throw new InputDataException("the stored vocabulary is not that of the oracle's language");
    }

    private OracleSet OpenSplit(Split split) => split switch
    {
        Split.Train => new((ulong)CorpusSeed, "train", TrainSequences, SequenceLength),
        Split.Valid => new((ulong)CorpusSeed, "valid", ValidSequences, SequenceLength),
        _ => new((ulong)CorpusSeed, "test", TestSequences, SequenceLength),
    };
}
