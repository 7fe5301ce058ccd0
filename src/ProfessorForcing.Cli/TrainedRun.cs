using System.CommandLine;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Native;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli;

/// <summary>The argument RUN and the options that say how its generator is loaded; shared by the commands that use a trained one.</summary>
internal sealed class TrainedRun(Terminal terminal)
{
    private readonly Argument<string> _run = new Argument<string>("RUN") { Description = "A run folder." }.NotEmpty();
    private readonly Option<bool> _newest = new("--newest") { Description = "Use the newest checkpoint instead of the best by validation." };
    private readonly Option<int?> _threads = CommandLine.Threads();
    private readonly Option<string> _device = CommandLine.Device();

    /// <summary>Adds argument and options to a command.</summary>
    public Command AddTo(Command command)
    {
        command.Add(_run);
        command.Add(_newest);
        command.Add(_threads);
        command.Add(_device);
        return command;
    }

    /// <summary>The run folder.</summary>
    public string Folder(ParseResult arguments) => arguments.GetValue(_run)!;

    /// <summary>Loads the generator.</summary>
    public TrainedGenerator Load(ParseResult arguments)
    {
        var device = Devices.Parse(arguments.GetValue(_device)!);
        ComputeThreads.Set(arguments.GetValue(_threads) ?? 0);
        return TrainedGenerator.Load(
            Folder(arguments), ExperimentCatalog.Kinds, device, line => terminal.Error.WriteLine($"warning: {line}"), arguments.GetValue(_newest));
    }

    /// <summary>Opens the data that a generator was trained on, which must still be what they were.</summary>
    /// <exception cref="InputDataException">They are missing, or others.</exception>
    public static IDomain OpenData(TrainedGenerator trained, string folder, DataLocator locator)
    {
        var domain = trained.Options.Data.Open(locator);
        return trained.MayBeTrainedOn(domain) ? domain : throw new InputDataException($"the data are not those that {folder} was trained on");
    }

    /// <summary>The domain of a generator of symbols, for what only symbols can do.</summary>
    /// <exception cref="ConfigurationException">Its elements are no symbols.</exception>
    public static ISymbolDomain Symbols(IDomain domain, string what) =>
        domain as ISymbolDomain ?? throw new ConfigurationException($"{what}: this run's elements are {domain.ElementName}s, not text or pixels");

    /// <summary>The text domain of a generator, for what only text can do.</summary>
    /// <exception cref="ConfigurationException">Its elements are not text.</exception>
    public static ITextDomain Text(IDomain domain, string what) =>
        domain as ITextDomain ?? throw new ConfigurationException($"{what}: this run's elements are {domain.ElementName}s, not text");
}
