using System.Text.Json.Nodes;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor evaluate --quality</c> shows.</summary>
internal interface IQualityReport
{
    /// <summary>For people.</summary>
    void Write(Terminal terminal);

    /// <summary>For programs.</summary>
    JsonObject ToJson();
}
