namespace ProfessorForcing.Configuration;

/// <summary>How a value of an options record is written in JSON.</summary>
internal enum OptionShape
{
    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A string.</summary>
    Text,

    /// <summary>One of an enumeration's names, in snake case.</summary>
    Name,

    /// <summary>An array of one of the above.</summary>
    List,

    /// <summary>An object: another options record.</summary>
    Section,
}
