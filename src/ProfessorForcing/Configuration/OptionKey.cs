namespace ProfessorForcing.Configuration;

/// <summary>One key of a configuration, for help and documentation.</summary>
/// <param name="Path">The key with its sections, such as <c>training.steps</c>.</param>
/// <param name="Kind">The <c>kind</c> of the section without which the key does not exist; null for keys that always do.</param>
/// <param name="Default">Its value when nothing is said, as JSON; null for keys that must be given.</param>
/// <param name="Allowed">The allowed values, in words.</param>
/// <param name="Description">What it means.</param>
public sealed record OptionKey(string Path, string? Kind, string? Default, string Allowed, string Description);
