using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Tests.Configuration;

/// <summary>Records that use everything an options record may hold, independent of the experiments' own.</summary>
internal static class Sample
{
    public static OptionKinds Kinds { get; } = OptionKinds.None
        .With(typeof(DataOptions), [new("made", typeof(MadeData)), new("file", typeof(FileData))])
        .With(typeof(DiscriminatorOptions), DiscriminatorKinds.All, DiscriminatorKinds.Default);

    public static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    public static IReadOnlyList<string> ErrorsOf(Action action) => Assert.Throws<ConfigurationException>(action).Errors;
}

internal abstract record SampleData : DataOptions
{
    public override IDomain Open(DataLocator locator) => throw new NotSupportedException();

    public override IDomain Restore(JsonObject description) => throw new NotSupportedException();
}

internal sealed record MadeData : SampleData
{
    [Option("Seed of the corpus.", Min = 0)]
    public long CorpusSeed { get; init; } = 7;

    [Option("Characters or words.")]
    public TextLevel Level { get; init; }
}

internal sealed record FileData : SampleData
{
    [Option("The file.")]
    public required string Path { get; init; }

    [Option("Most symbols.", Min = 2)]
    public int? VocabularyCap { get; init; }

    [Option("Characters or words.")]
    public TextLevel Level { get; init; }
}

internal sealed record Everything : IValidatable
{
    [Option("A flag.")]
    public bool Flag { get; init; }

    [Option("A count.", Min = 1, Max = 100)]
    public int Count { get; init; } = 10;

    [Option("A long one.", Min = 0, Max = long.MaxValue)]
    public long Long { get; init; }

    [Option("A rate.", Min = 0, MinExclusive = true, Max = 1, MaxExclusive = true)]
    public double Rate { get; init; } = 0.5;

    [Option("A single.")]
    public float Single { get; init; } = 0.1f;

    [Option("A name.")]
    public string Name { get; init; } = "";

    [Option("A note.")]
    public string? Note { get; init; }

    [Option("A limit.", Max = 5)]
    public int? Limit { get; init; }

    [Option("A level.")]
    public TextLevel TextLevel { get; init; }

    [Option("Levels.")]
    public IReadOnlyList<TextLevel> Levels { get; init; } = [];

    [Option("Numbers.", Min = 0)]
    public IReadOnlyList<double> Numbers { get; init; } = [1, 2];

    public Inner Inner { get; init; } = new();

    public void Validate(string path, ICollection<string> errors)
    {
        if (Count > 90 && !Flag)
            errors.Add($"count ({Count}) is above 90 without flag");
    }
}

internal sealed record Inner : IValidatable
{
    [Option("The width.", Min = 0, Max = 9)]
    public int Width { get; init; } = 3;

    [Option("The height.", Min = 0, Max = 9)]
    public int Height { get; init; } = 3;

    public void Validate(string path, ICollection<string> errors)
    {
        if (Width > Height)
            errors.Add($"{path}.width ({Width}) is above {path}.height ({Height})");
    }
}
