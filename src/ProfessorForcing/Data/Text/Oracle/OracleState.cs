namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>
/// All that the language's future depends on; it follows from the prefix by <see cref="OracleLanguage.Advance"/>.
/// </summary>
/// <param name="Mode">Where the next symbol stands.</param>
/// <param name="Depth">Number of open elements, 0 to 4.</param>
/// <param name="Stack">Tags of the open elements, four bits each, the innermost lowest.</param>
/// <param name="PreviousClass">Class of the previous word of the sentence; 3 if there is none.</param>
/// <param name="Node">Place in the word, in the tag's name (nodes of a prefix tree) or in the closing tag's name (letters read).</param>
public readonly record struct OracleState(OracleMode Mode, byte Depth, ushort Stack, byte PreviousClass, ushort Node)
{
    /// <summary>The tag of the innermost open element.</summary>
    public int Tag => Stack & 15;
}
