using ProfessorForcing.Configuration;

namespace ProfessorForcing.Cli;

/// <summary>The page <c>docs/options.md</c>, made from the options records.</summary>
internal static class OptionsPage
{
    private const string Introduction = """
        # Configuration keys

        An experiment is a JSON object with these keys (`experiments/*.json`, or a file of your own, which may name another
        as its `"base"` and then holds only the differences). On the command line a key is set with
        `--set training.steps=100`; lists are separated by commas. A run's `config.json` holds every key.

        This page is written by `professor experiments --keys --markdown`.


        """;

    /// <summary>Every key of an experiment.</summary>
    public static IReadOnlyList<OptionKey> Keys() =>
        OptionsSchema.Keys(typeof(ExperimentOptions), ExperimentCatalog.Kinds);

    /// <summary>The page.</summary>
    public static string Text() => Introduction + OptionsSchema.ToMarkdown(Keys());
}
