namespace ProfessorForcing.Kernels.Data.Text;

/// <summary>What one element of a text is.</summary>
public enum TextLevel
{
    /// <summary>One Unicode character (scalar value).</summary>
    Char,

    /// <summary>One word between white space; a line end is a word of its own.</summary>
    Word,
}
