using System.CommandLine;
using System.CommandLine.Parsing;

using ProfessorForcing.Configuration;

namespace ProfessorForcing.Cli;

/// <summary>Misspelt options. To System.CommandLine they are arguments, or further values of an option that takes many.</summary>
internal static class UnknownOptions
{
    /// <summary>An error for each.</summary>
    public static IReadOnlyList<string> Errors(ParseResult result)
    {
        var taken = result.CommandResult.Children
            .Where(child => child is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true })
            .SelectMany(child => child.Tokens.Select(token => token.Value))
            .Concat(result.UnmatchedTokens)
            .Where(value => value.StartsWith('-'))
            .ToHashSet();
        // What comes after -- is never an option.
        return [.. result.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => taken.Contains(token.Value))
            .Select(token => token.Value.Split('=')[0])
            .Distinct()
            .Select(name => $"unknown option '{name}'{(OptionNames.Nearest(name, Known(result.CommandResult)) is { } near ? $"; did you mean {near}?" : "")}")];
    }

    private static IEnumerable<string> Known(CommandResult? command) => command is null
        ? []
        : command.Command.Options.Where(option => !option.Hidden).Select(option => option.Name).Concat(Known(command.Parent as CommandResult));
}
