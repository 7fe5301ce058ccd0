namespace ProfessorForcing.Data;

/// <summary>What was found of one file of a known data set.</summary>
/// <param name="File">The file as it should be.</param>
/// <param name="Location">Where it is; null if it was not found.</param>
/// <param name="Fault">What is wrong with it in one line; null if nothing is (or only its presence was asked for).</param>
public sealed record FileCheck(KnownFile File, string? Location, string? Fault);
