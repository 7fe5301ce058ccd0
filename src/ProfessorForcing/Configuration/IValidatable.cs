namespace ProfessorForcing.Configuration;

/// <summary>An options record with rules that concern several of its properties at once.</summary>
public interface IValidatable
{
    /// <summary>Adds one line for every broken rule.</summary>
    /// <param name="path">The record's own key, such as <c>professor</c>; empty for the root.</param>
    /// <param name="errors">The list to add to; each line names the key and what is allowed.</param>
    void Validate(string path, ICollection<string> errors);
}
