using ProfessorForcing.Configuration;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// IAM-OnDB (<c>kind</c> <c>iam_ondb</c>; Liwicki and Bunke 2005) in the split of the database's own task: 5,364 lines for training, the 1,438
/// of its first validation set for validation, and 3,859 for test.
/// </summary>
/// <remarks>
/// The second validation set (1,518 lines) is left out: one set is enough to choose by, and with the other's lines the training lines would no
/// longer be the task's. All lines of the three splits have a transcription. Seven lines of validation and test have an X, a ] or an asterisk,
/// which no training line has; those characters are left out of their texts.
/// </remarks>
public sealed record IamOnDbOptions : HandwritingOptions
{
    /// <summary>One line for lists.</summary>
    internal const string Summary = "IAM-OnDB: lines of English handwriting on a whiteboard, as moves of the pen, with their text";

    // Where the original is looked for if nothing says where it is.
    private const string UsualFolder = "iam-ondb";
    private const string Strokes = "lineStrokes";

    /// <summary>The original folders.</summary>
    [Option("The folder of the original database's folders lineStrokes and ascii; a relative path is also looked for in the data root. Empty: the prepared files iam-ondb/strokes.npz and iam-ondb/lines.tsv unless there are lists, else the original in iam-ondb.")]
    public string Path { get; init; } = "";

    /// <summary>The split lists of the original.</summary>
    [Option("With the original database: the folder of the lists trainset.txt, testset_v.txt, testset_t.txt and testset_f.txt; a relative path is also looked for in the data root. Empty: the folder of the original.")]
    public string Lists { get; init; } = "";

    /// <inheritdoc/>
    public override IDomain Open(DataLocator locator)
    {
        ArgumentNullException.ThrowIfNull(locator);
        var lines = Read(locator).ToLookup(line => line.Split, line => line.Line);
        return Domain(
            split => lines[split switch { Split.Train => IamSplit.Train, Split.Valid => IamSplit.Valid1, _ => IamSplit.Test }],
            Path.Length > 0 ? $"'{Path}'" : "IAM-OnDB",
            locator.Report,
            line => FormOf(line.Id));
    }

    /// <summary>The form that a line is on: its name to the last hyphen.</summary>
    internal static string FormOf(string id) => id.LastIndexOf('-') is > 0 and var end ? id[..end] : id;

    private IReadOnlyList<IamLine> Read(DataLocator locator)
    {
        if (Path.Length > 0)
            return Original(locator.FindFolder(Path), locator);
        // Lists are for the original alone.
        if (Lists.Length == 0 && locator.FindOrNull(IamOnDbPrepared.Files[0].Path) is not null)
            return IamOnDbPrepared.Read(locator);
        return locator.Roots.Select(root => System.IO.Path.Combine(root, UsualFolder)).FirstOrDefault(folder => Directory.Exists(System.IO.Path.Combine(folder, Strokes))) is { } found
            ? Original(found, locator)
            : throw new InputDataException($"neither '{IamOnDbPrepared.Files[0].Path}' nor the original '{UsualFolder}/{Strokes}' found in {string.Join(", ", locator.Roots)}; name the folder that holds one with --data-root or PROFESSOR_DATA, or that of the original with data.path");
    }

    private IReadOnlyList<IamLine> Original(string folder, DataLocator locator) => IamOnDbOriginal.Read(folder, Lists.Length > 0 ? locator.FindFolder(Lists) : folder, locator.Report);
}
