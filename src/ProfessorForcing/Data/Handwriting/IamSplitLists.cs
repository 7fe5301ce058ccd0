using System.Buffers;

using ProfessorForcing.Data.Text;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>The split lists of IAM-OnDB's task: four files with a form in each line.</summary>
internal static class IamSplitLists
{
    private static readonly (string File, IamSplit Split)[] Lists =
    [
        ("trainset.txt", IamSplit.Train),
        ("testset_v.txt", IamSplit.Valid1),
        ("testset_t.txt", IamSplit.Valid2),
        ("testset_f.txt", IamSplit.Test),
    ];

    // In no form's name, but in lines of several or in paths.
    private static readonly SearchValues<char> Foreign = SearchValues.Create(" \t,;/\\");

    /// <summary>Reads all four.</summary>
    /// <param name="folder">Where they are.</param>
    /// <returns>The split of every form that is in a list.</returns>
    /// <exception cref="InputDataException">A file is missing, or a form stands in two places or is none.</exception>
    public static IReadOnlyDictionary<string, IamSplit> Read(string folder)
    {
        var splits = new Dictionary<string, IamSplit>(StringComparer.Ordinal);
        foreach (var (file, split) in Lists)
        {
            var path = Path.Combine(folder, file);
            var lines = TextFile.Read(path).Split('\n');
            for (var i = 0; i < lines.Length; i++)
            {
                var form = lines[i].Trim();
                if (form.Length == 0)
                    continue;
                if (form.AsSpan().ContainsAny(Foreign))
                    throw new InputDataException($"'{path}', line {i + 1}: '{DataFile.Show(form)}' is not the name of one form");
                if (!splits.TryAdd(form, split))
                    throw new InputDataException($"'{path}', line {i + 1}: the form '{DataFile.Show(form)}' is listed a second time");
            }
        }
        return splits;
    }
}
