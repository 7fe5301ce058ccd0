using System.Text.RegularExpressions;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// The transcription of a form of IAM-OnDB as the database publishes it: after a line <c>CSR:</c> and an empty one, a line of text for each
/// line that was written. Signs of per cent in a row also end a line: so the form a08-551z has it, once.
/// </summary>
internal static partial class IamTranscription
{
    private const string Section = "CSR:";

    /// <summary>What stands where nobody transcribed the form.</summary>
    public const string Placeholder = "Please Enter Transcription here";

    /// <summary>Reads the lines; null where nobody transcribed the form.</summary>
    /// <exception cref="InputDataException">There is no such section, or no empty line after its heading.</exception>
    public static string[]? Parse(string text, string path)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim())];
        var start = Array.IndexOf(lines, Section);
        if (start < 0)
            throw new InputDataException($"'{path}' has no section '{Section}'");
        if (start + 1 >= lines.Length || lines[start + 1].Length > 0)
            throw new InputDataException($"'{path}', line {start + 2}: an empty line must follow '{Section}'");
        var end = Array.FindLastIndex(lines, line => line.Length > 0) + 1;
        var found = lines[Math.Min(start + 2, end)..end];
        return found is [Placeholder] ? null : [.. found.SelectMany(line => LineBreak().Split(line))];
    }

    [GeneratedRegex(" *%%+ *")]
    private static partial Regex LineBreak();
}
