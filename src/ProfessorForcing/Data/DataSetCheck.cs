namespace ProfessorForcing.Data;

/// <summary>What was found of a known data set.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="Files">One entry for each of its files.</param>
public sealed record DataSetCheck(KnownDataSet DataSet, IReadOnlyList<FileCheck> Files)
{
    /// <summary>Whether nothing need be found, because code generates the data.</summary>
    public bool IsBuiltIn => DataSet.Files.Count == 0;

    /// <summary>Whether every file is there.</summary>
    public bool IsPresent => Files.All(file => file.Location is not null);

    /// <summary>Whether every file is there and no fault was found.</summary>
    public bool IsSound => Files.All(file => file is { Location: not null, Fault: null });
}
