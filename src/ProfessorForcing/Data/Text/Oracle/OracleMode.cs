namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>Where in a document the next symbol stands.</summary>
public enum OracleMode : byte
{
    /// <summary>Before a document: <c>&lt;</c> comes.</summary>
    Document,

    /// <summary>In the name of an opening tag.</summary>
    OpenName,

    /// <summary>In the name of an opening tag that is no name.</summary>
    GarbledOpenName,

    /// <summary>After an opening tag: a word comes.</summary>
    Content,

    /// <summary>After a space: a word or an element comes.</summary>
    Item,

    /// <summary>In a word.</summary>
    Word,

    /// <summary>In a word that is no word.</summary>
    GarbledWord,

    /// <summary>After a pause mark: a space comes.</summary>
    Pause,

    /// <summary>After the end of a sentence: a space or a closing tag comes.</summary>
    SentenceEnd,

    /// <summary>After the <c>&lt;</c> of a closing tag.</summary>
    CloseTag,

    /// <summary>In the name of a closing tag, which is that of the innermost open element.</summary>
    CloseName,

    /// <summary>In the name of a closing tag that is not that of the innermost open element.</summary>
    GarbledCloseName,

    /// <summary>After an inner element.</summary>
    Closed,

    /// <summary>After the outermost element: the document's newline comes.</summary>
    DocumentEnd,
}
