namespace ProfessorForcing.Data.Text;

/// <summary>Which characters of the word-level Penn Treebank files count at character level.</summary>
public enum CharacterRule
{
    /// <summary>Every word is followed by a space, every sentence by a newline: 5,059,550 / 396,412 / 446,184 characters, the paper's.</summary>
    A,

    /// <summary>Words are joined by spaces, every sentence is followed by a newline: 5,017,482 / 393,042 / 442,423 characters.</summary>
    B,
}
