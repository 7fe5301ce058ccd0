using System.CommandLine;
using System.Text.Json.Nodes;

using ProfessorForcing.Data;

namespace ProfessorForcing.Cli.Commands;

/// <summary><c>professor data list|verify</c>: the known data sets, where they lie, and whether they are what they should be.</summary>
internal static class DataCommand
{
    public static Command Create(Terminal terminal) => new("data", "Find and check data sets.")
    {
        Create(terminal, "list", "List the known data sets and where they lie.", DataCatalog.List, "found", _ => true),
        Create(terminal, "verify", "Check size and SHA-256 of the data sets that are there; exit code 3 if one is damaged.", DataCatalog.Verify, "as published", IsUndamaged),
    };

    private static Command Create(
        Terminal terminal, string name, string description, Func<DataLocator, IReadOnlyList<DataSetCheck>> check, string good, Func<DataSetCheck, bool> isGood)
    {
        var root = CommandLine.DataRoot();
        var json = CommandLine.Json();
        var command = new Command(name, description) { root, json };
        command.SetAction(result =>
        {
            var checks = check(new DataLocator(result.GetValue(root)));
            if (result.GetValue(json))
                terminal.WriteJson(new JsonArray([.. checks.Select(ToJson)]));
            else
                terminal.WriteTable(["data set", "state", "file", "description"], checks.SelectMany(set => Rows(set, good)));
            return checks.All(isGood) ? ExitCode.Done : ExitCode.InputData;
        });
        return command;
    }

    // A set that is not there at all is no fault; one of which a part is missing or wrong is.
    private static bool IsUndamaged(DataSetCheck check) => check.IsSound || check.Files.All(file => file.Location is null);

    private static IEnumerable<string[]> Rows(DataSetCheck check, string good) => check.IsBuiltIn
        ? [[check.DataSet.Kind, "built in", "", check.DataSet.Description]]
        : check.Files.Select(file => new[] { check.DataSet.Kind, State(file, good), file.Location ?? file.File.Path, check.DataSet.Description });

    private static string State(FileCheck file, string good) => file.Location is null ? "not found" : file.Fault ?? good;

    private static JsonObject ToJson(DataSetCheck check) => new()
    {
        ["kind"] = check.DataSet.Kind,
        ["description"] = check.DataSet.Description,
        ["built_in"] = check.IsBuiltIn,
        ["present"] = check.IsPresent,
        ["sound"] = check.IsSound,
        ["files"] = new JsonArray([.. check.Files.Select(file => new JsonObject
        {
            ["path"] = file.File.Path,
            ["location"] = file.Location,
            ["fault"] = file.Fault,
        })]),
    };
}
