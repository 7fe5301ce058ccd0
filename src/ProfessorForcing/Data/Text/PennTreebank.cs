using System.Text;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text;

/// <summary>The Penn Treebank in Mikolov's preparation, from its word-level files.</summary>
internal static class PennTreebank
{
    /// <summary>One line for lists.</summary>
    public const string Summary = "Penn Treebank, Wall Street Journal text in Mikolov's preparation";

    /// <summary>Train, valid and test.</summary>
    public static IReadOnlyList<KnownFile> Files { get; } =
    [
        new("ptb/ptb.train.txt", 5_101_618, "fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf"),
        new("ptb/ptb.valid.txt", 399_782, "c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2"),
        new("ptb/ptb.test.txt", 449_945, "dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0"),
    ];

    /// <summary>Reads all three files; the vocabulary comes from the first.</summary>
    public static TextDomain Open(PtbOptions options, DataLocator locator)
    {
        var level = options.Level;
        var texts = Files.Select(file => Text(TextFile.Decode(file.Read(locator), file.Path), level, options.Rule)).ToArray();
        var vocabulary = Vocabulary.Build(
            level,
            TextElements.Split(texts[0], level).Select(element => TextElements.Symbol(texts[0], element, level).ToString()),
            withUnknown: level == TextLevel.Word);
        var sets = texts.Zip(Files, (text, file) => new TextSet(vocabulary.Encode(text, file.Path), options.SequenceLength, file.Path)).ToArray();
        return new(vocabulary, split => sets[(int)split]);
    }

    /// <summary>The text that counts: at word level the file as it is, at character level by a rule.</summary>
    /// <param name="file">Lines of the form <c>" w1 w2 ... wn \n"</c>.</param>
    /// <param name="level">Characters or words.</param>
    /// <param name="rule">Which spaces count as characters.</param>
    public static string Text(string file, TextLevel level, CharacterRule rule)
    {
        if (level == TextLevel.Word)
            return file;
        var text = new StringBuilder(file.Length);
        foreach (var line in file.AsSpan().EnumerateLines())
        {
            if (!line.IsEmpty)
                text.Append(rule == CharacterRule.A ? line[1..] : line[1..^1]).Append('\n');
        }
        return text.ToString();
    }
}
