namespace ProfessorForcing.Configuration;

/// <summary>A configuration that cannot be run; carries every error found, not just the first (exit code 2).</summary>
public sealed class ConfigurationException(IReadOnlyList<string> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>A configuration with one error.</summary>
    public ConfigurationException(string error) : this([error])
    {
    }

    /// <summary>One line for each error; each names the key and the allowed values.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
