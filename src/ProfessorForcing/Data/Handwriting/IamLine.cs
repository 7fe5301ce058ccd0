namespace ProfessorForcing.Data.Handwriting;

/// <summary>A line of IAM-OnDB.</summary>
/// <param name="Split">The part of the database it belongs to.</param>
/// <param name="Line">What is written and how.</param>
public sealed record IamLine(IamSplit Split, PenLine Line);
