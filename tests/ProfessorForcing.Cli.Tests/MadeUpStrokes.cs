using System.Globalization;
using System.Text;

namespace ProfessorForcing.Cli.Tests;

/// <summary>Lines of handwriting, as files.</summary>
internal static class MadeUpStrokes
{
    /// <summary>Writes a line beside its text: each letter is a bow of a height of its own, drawn to the right.</summary>
    public static void Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(folder);
        var csv = new StringBuilder("x,y,stroke\n");
        var (x, stroke) = (0.0, 0);
        foreach (var character in text)
        {
            for (var i = 0; i < 8 && character != ' '; i++)
                csv.Append(CultureInfo.InvariantCulture, $"{x + i},{-6 * (1 + (character - 'a') % 5) * Math.Sin(Math.PI * i / 7):F3},{stroke}\n");
            (x, stroke) = (x + 10, stroke + 1);
        }
        File.WriteAllText(Path.Combine(folder, $"{name}.csv"), csv.ToString());
        File.WriteAllText(Path.Combine(folder, $"{name}.txt"), text);
    }
}
