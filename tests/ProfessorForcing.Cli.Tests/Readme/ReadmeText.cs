using System.Text.RegularExpressions;

namespace ProfessorForcing.Cli.Tests.Readme;

/// <summary>The fenced blocks of README.md.</summary>
internal static partial class ReadmeText
{
    /// <summary>Every command line of the <c>bash</c> blocks, in order, with the comment that may stand behind it.</summary>
    public static IReadOnlyList<string> Commands { get; } =
        [.. Blocks("bash").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>The programs in C#.</summary>
    public static IReadOnlyList<string> Programs { get; } = [.. Blocks("csharp")];

    /// <summary>The languages of all blocks.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Fence().Matches(Text).Select(match => match.Groups["language"].Value)];

    private static string Text => File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    private static IEnumerable<string> Blocks(string language) =>
        Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["content"].Value);

    [GeneratedRegex(@"^```(?<language>\S*)\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();
}
