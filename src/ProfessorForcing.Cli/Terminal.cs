using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProfessorForcing.Cli;

/// <summary>Where a command writes: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal
{
    private const int LeastTextWidth = 16;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The process's own streams, in UTF-8.</summary>
    public Terminal()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Stream = Console.OpenStandardOutput();
        Output = new StreamWriter(Stream, utf8) { AutoFlush = true };
        Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
        IsInteractive = !Console.IsOutputRedirected;
        Console.SetOut(Output);
        Console.SetError(Error);
        Tables = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = IsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(Output),
        });
    }

    /// <summary>Standard output as bytes.</summary>
    public Stream Stream { get; }

    /// <summary>Standard output as text.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsInteractive { get; }

    /// <summary>Standard output for tables and progress bars.</summary>
    public IAnsiConsole Tables { get; }

    /// <summary>Writes a result as JSON.</summary>
    public void WriteJson(JsonNode json) => Output.WriteLine(json.ToJsonString(Indented));

    /// <summary>Writes a table.</summary>
    /// <param name="columns">Headings; those that begin with <c>&gt;</c> stand, like their cells, at the right.</param>
    /// <param name="rows">The cells.</param>
    public void WriteTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var cells = rows.Select(row => row.ToArray()).ToArray();
        var isNumber = columns.Select(column => column.StartsWith('>')).ToArray();
        var headings = columns.Select(column => column.TrimStart('>')).ToArray();
        if (!IsInteractive || !Fits(headings, cells, isNumber))
        {
            WritePlain(headings, cells, isNumber);
            return;
        }
        var table = new Table { Border = new NoBorder() };
        foreach (var (heading, right) in headings.Zip(isNumber))
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold)))
            {
                Alignment = right ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, 2, 0),
                NoWrap = right,
            });
        }
        foreach (var row in cells)
            table.AddRow(row.Select(cell => new Text(cell)));
        Tables.Write(table);
    }

    // Texts can be folded into several lines of a cell, numbers cannot.
    private bool Fits(string[] headings, string[][] cells, bool[] isNumber) =>
        Widths(headings, cells).Zip(isNumber, (width, number) => 2 + (number ? width : Math.Min(width, LeastTextWidth))).Sum() <= Tables.Profile.Width;

    private static int[] Widths(string[] headings, string[][] cells) =>
        [.. headings.Select((heading, i) => cells.Select(row => row[i].Length).Append(heading.Length).Max())];

    // Not folded to the width of a screen, so that each row stays one line.
    private void WritePlain(string[] headings, string[][] cells, bool[] isNumber)
    {
        var widths = Widths(headings, cells);
        foreach (var row in cells.Prepend(headings))
        {
            var padded = row.Select((cell, i) => isNumber[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            Output.WriteLine(string.Join("  ", padded).TrimEnd());
        }
    }

    private sealed class NoBorder : TableBorder
    {
        public override bool Visible => false;

        public override string GetPart(TableBorderPart part) => "";
    }
}
