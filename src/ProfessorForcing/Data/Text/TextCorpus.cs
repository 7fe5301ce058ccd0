using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text;

/// <summary>Makes a text domain from one file: reads, splits and numbers it.</summary>
internal static class TextCorpus
{
    /// <summary>Opens the file that the options name.</summary>
    /// <param name="options">The file and how it is split.</param>
    /// <param name="locator">Where a relative path is looked for besides the working folder.</param>
    public static TextDomain Open(TextOptions options, DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var path = Find(options.Path, locator);
        return Split(TextFile.Read(path), path, options);
    }

    // In order, the fractions rounded down to whole elements.
    private static TextDomain Split(string text, string name, TextOptions options)
    {
        var level = options.Level;
        var count = TextElements.Split(text, level).Count();
        var valid = (int)(count * options.ValidFraction);
        var test = (int)(count * options.TestFraction);
        var train = count - valid - test;
        if (train == 0)
            throw new InputDataException($"'{name}' has no {(level == TextLevel.Char ? "characters" : "words")}");
        var vocabulary = Build(text, level, train, options.Vocabulary);
        var ids = vocabulary.Encode(text, $"'{name}'").AsMemory();

        TextSet Part(Split split, int start, int length) => length == 0
            ? throw new InputDataException($"'{name}' has no {split.ToString().ToLowerInvariant()} part: its share of the {count:N0} elements is 0")
            : new TextSet(ids.Slice(start, length), options.SequenceLength, $"the {split.ToString().ToLowerInvariant()} part of '{name}'");

        ISymbolSet OpenPart(Split split) => split switch
        {
            Data.Split.Train => Part(split, 0, train),
            Data.Split.Valid => Part(split, train, valid),
            _ => Part(split, train + valid, test),
        };

        // A text that is too short is an error now, not at the first validation.
        _ = OpenPart(Data.Split.Train);
        _ = OpenPart(Data.Split.Valid);
        if (test > 0)
            _ = OpenPart(Data.Split.Test);
        return new(vocabulary, OpenPart);
    }

    private static Vocabulary Build(string text, TextLevel level, int train, int limit)
    {
        var symbols = TextElements.Split(text, level).Take(train).Select(element => TextElements.Symbol(text, element, level).ToString());
        return Vocabulary.Build(level, symbols, limit == 0 && level == TextLevel.Word ? TextOptions.DefaultWords : limit);
    }

    private static string Find(string path, DataLocator locator) =>
        Path.Exists(path) || Path.IsPathRooted(path)
            ? path
            : locator.Roots.Select(root => Path.Combine(root, path)).FirstOrDefault(File.Exists) ?? path;
}
