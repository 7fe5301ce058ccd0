namespace ProfessorForcing.Storage;

/// <summary>One line of <c>metrics.jsonl</c>.</summary>
/// <param name="Step">Training steps done.</param>
/// <param name="Values">Numbers by name; they may be NaN or infinite.</param>
public sealed record MetricsRecord(long Step, IReadOnlyDictionary<string, double> Values);
