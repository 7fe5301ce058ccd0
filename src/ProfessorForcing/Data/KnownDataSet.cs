namespace ProfessorForcing.Data;

/// <summary>A data set that the product knows by name.</summary>
/// <param name="Kind">The value of <c>data.kind</c> that reads it.</param>
/// <param name="Description">One line about it.</param>
/// <param name="Files">The files it needs; none if it is built in.</param>
public sealed record KnownDataSet(string Kind, string Description, IReadOnlyList<KnownFile> Files);
