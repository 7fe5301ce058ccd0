using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>The data sets known by name: where they lie and whether they are what they should be.</summary>
public static class DataCatalog
{
    /// <summary>Every known data set.</summary>
    public static IReadOnlyList<KnownDataSet> All { get; } =
    [
        new("oracle", OracleOptions.Summary, []),
        new("ptb", PennTreebank.Summary, PennTreebank.Files),
        new("binarized_mnist", BinarizedMnistOptions.Summary, BinarizedMnistOptions.Files),
        new("idx", MnistDigits.Summary, MnistDigits.Files),
        new("idx", FashionMnist.Summary, FashionMnist.Files),
        new("iam_ondb", IamOnDbOptions.Summary, IamOnDbPrepared.Files),
    ];

    /// <summary>Looks for the files of every data set, without reading them.</summary>
    public static IReadOnlyList<DataSetCheck> List(DataLocator locator) => Check(locator, static (_, _) => null);

    /// <summary>Looks for the files of every data set and checks the size and SHA-256 of those that are there.</summary>
    public static IReadOnlyList<DataSetCheck> Verify(DataLocator locator) => Check(locator, Fault);

    private static DataSetCheck[] Check(DataLocator locator, Func<KnownFile, string, string?> check)
    {
        ArgumentNullException.ThrowIfNull(locator);
        return [.. All.Select(set => new DataSetCheck(set, [.. set.Files.Select(file => Check(file, locator, check))]))];
    }

    private static FileCheck Check(KnownFile file, DataLocator locator, Func<KnownFile, string, string?> check)
    {
        if (locator.FindOrNull(file.Path) is { } location)
            return new(file, location, check(file, location));
        return file.Other is { } other && Check(other, locator, check) is { Location: not null } found ? found : new(file, null, null);
    }

    private static string? Fault(KnownFile file, string location)
    {
        try
        {
            return file.Fault(DataFile.ReadBytes(location));
        }
        catch (InputDataException unreadable)
        {
            return unreadable.Message;
        }
    }
}
