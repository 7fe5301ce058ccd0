using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Generators;

/// <summary>A line that a generator wrote.</summary>
/// <param name="Line">Text and points, in the data's units.</param>
/// <param name="Sample">The same as the generator sees it, and what it looked at meanwhile.</param>
public sealed record WrittenLine(PenLine Line, PenSample Sample);
