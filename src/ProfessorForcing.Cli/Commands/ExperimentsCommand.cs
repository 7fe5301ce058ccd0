using System.CommandLine;
using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor experiments</c>: the named experiments, and every key that a configuration may have.</summary>
internal static class ExperimentsCommand
{
    public static Command Create(Terminal terminal)
    {
        var keys = new Option<bool>("--keys") { Description = "List every key of a configuration instead, with default, allowed values and meaning." };
        var markdown = new Option<bool>("--markdown") { Description = "With --keys: as the page docs/options.md." };
        var json = CommandLine.Json();
        var command = new Command("experiments", "List the named experiments.") { keys, markdown, json };
        command.SetAction(result =>
        {
            if (result.GetValue(markdown))
                terminal.Output.Write(OptionsPage.Text());
            else if (result.GetValue(keys))
                WriteKeys(terminal, result.GetValue(json));
            else
                WriteExperiments(terminal, result.GetValue(json));
        });
        return command;
    }

    private static void WriteExperiments(Terminal terminal, bool asJson)
    {
        var catalog = ExperimentCatalog.Default;
        var experiments = ExperimentCatalog.Names.Select(name => catalog.Load(name)).ToArray();
        if (asJson)
            terminal.WriteJson(new JsonArray([.. experiments.Select(catalog.Write)]));
        else
            terminal.WriteTable(
                ["experiment", "method", "description"],
                experiments.Select(experiment => new[] { experiment.Name, OptionNames.Of(experiment.Method), experiment.Description }));
    }

    private static void WriteKeys(Terminal terminal, bool asJson)
    {
        var keys = OptionsPage.Keys();
        if (asJson)
            terminal.WriteJson(new JsonArray([.. keys.Select(ToJson)]));
        else
            terminal.WriteTable(
                ["key", "default", "allowed", "meaning"],
                keys.Select(key => new[] { key.Kind is null ? key.Path : $"{key.Path} (kind {key.Kind})", key.Default ?? "required", key.Allowed, key.Description }));
    }

    private static JsonObject ToJson(OptionKey key) => new()
    {
        ["key"] = key.Path,
        ["kind"] = key.Kind,
        ["default"] = key.Default is null ? null : JsonNode.Parse(key.Default),
        ["required"] = key.Default is null,
        ["allowed"] = key.Allowed,
        ["description"] = key.Description,
    };
}
