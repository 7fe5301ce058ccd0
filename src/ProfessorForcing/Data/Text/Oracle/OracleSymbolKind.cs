namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>The part that a symbol plays in the grammar.</summary>
internal enum OracleSymbolKind : byte
{
    /// <summary>a to z: in words and tag names.</summary>
    Letter,

    /// <summary>&amp; ' -: in words only.</summary>
    WordSign,

    /// <summary>Between words.</summary>
    Space,

    /// <summary>, : ; within a sentence.</summary>
    Pause,

    /// <summary>. ! ? at its end.</summary>
    SentenceEnd,

    /// <summary>&lt; begins a tag.</summary>
    Less,

    /// <summary>&gt; ends a tag.</summary>
    Greater,

    /// <summary>/ makes it a closing tag.</summary>
    Slash,

    /// <summary>Newline, at the end of a document.</summary>
    LineEnd,
}
