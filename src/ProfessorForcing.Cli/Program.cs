using System.CommandLine;

using ProfessorForcing.Cli.Commands;
using ProfessorForcing.Configuration;

namespace ProfessorForcing.Cli;

/// <summary>The command <c>professor</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var terminal = new Terminal();
        var root = new RootCommand("Trains, samples and evaluates recurrent sequence generators by professor forcing (arXiv:1610.09038).")
        {
            TrainCommand.Create(terminal),
            SampleCommand.Create(terminal),
            EvaluateCommand.Create(terminal),
            ScoreCommand.Create(terminal),
            CompareCommand.Create(terminal),
            ExperimentsCommand.Create(terminal),
            InfoCommand.Create(terminal),
            DataCommand.Create(terminal),
            BenchCommand.Create(terminal),
        };
        root.Add(CommandLine.Verbose);
        root.SetAction(NoCommand);
        // A token @FILE is a value of ours (--prompt), not a file of more arguments.
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var errors = Errors(result);
        foreach (var error in errors)
            terminal.Error.WriteLine($"error: {error} (see {string.Join(' ', CommandPath(result))} --help)");
        return errors.Count > 0 ? ExitCode.Usage : Run(result, terminal);
    }

    // The other errors may only follow from an option that is misspelt: its value has no place, and it is missing itself.
    private static IReadOnlyList<string> Errors(ParseResult result) =>
        result.Action is { ClearsParseErrors: true } ? []
        : UnknownOptions.Errors(result) is { Count: > 0 } unknown ? unknown
        : [.. result.Errors.Select(error => error.Message.TrimEnd('.'))];

#pragma warning disable CA1031 // Whatever goes wrong ends here, as one line and an exit code.
    private static int Run(ParseResult result, Terminal terminal)
    {
        try
        {
            return result.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // signals are Interruption's business
                Output = terminal.Output,
                Error = terminal.Error,
            });
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception);
            failure.Write(exception, terminal.Error, result.GetValue(CommandLine.Verbose));
            return failure.Code;
        }
    }
#pragma warning restore CA1031

    private static int NoCommand(ParseResult result) => throw new ConfigurationException(
        $"no command given; allowed: {string.Join(", ", result.RootCommandResult.Command.Subcommands.Select(command => command.Name))} (see professor --help)");

    private static Stack<string> CommandPath(ParseResult result)
    {
        var names = new Stack<string>();
        for (var command = result.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(command.Command is RootCommand ? "professor" : command.Command.Name);
        return names;
    }
}
