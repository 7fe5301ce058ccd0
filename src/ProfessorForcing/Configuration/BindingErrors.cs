namespace ProfessorForcing.Configuration;

/// <summary>The errors of one configuration, in the order in which they were found.</summary>
internal sealed class BindingErrors
{
    private readonly List<string> _lines = [];
    private readonly List<string> _paths = [];

    /// <summary>One line for each error.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds an error of one key.</summary>
    public void Add(string path, string message)
    {
        _paths.Add(path.Split('[')[0]); // an item's error concerns its whole list
        _lines.Add(path.Length == 0 ? message : $"{path}: {message}");
    }

    /// <summary>
    /// Adds the lines of broken rules, except those that name a key whose own value was already refused: such a rule saw
    /// the key's default, so what it says about the key is not true.
    /// </summary>
    public void AddRules(IEnumerable<string> lines) =>
        _lines.AddRange(lines.Where(line => !_paths.Exists(path => path.Length > 0 && Mentions(line, path))));

    private static bool Mentions(string line, string path)
    {
        for (var at = line.IndexOf(path, StringComparison.Ordinal); at >= 0; at = line.IndexOf(path, at + 1, StringComparison.Ordinal))
        {
            var end = at + path.Length;
            if (end == line.Length || !(char.IsLetterOrDigit(line[end]) || line[end] is '_'))
                return true;
        }
        return false;
    }
}
