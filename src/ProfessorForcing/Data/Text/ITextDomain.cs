using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Data.Text;

namespace ProfessorForcing.Data.Text;

/// <summary>A domain whose elements are characters or words.</summary>
public interface ITextDomain : ISymbolDomain
{
    /// <summary>Whether an element is a character or a word.</summary>
    TextLevel Level { get; }

    /// <summary>The alphabet or vocabulary.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>The exact distribution behind the text, where it is known.</summary>
    IOracle? Oracle { get; }

    /// <summary>Splits text into elements.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What the text is called in an error.</param>
    /// <exception cref="InputDataException">The text holds an element outside a vocabulary that has no unknown symbol; the message names it and its position.</exception>
    long[] Encode(string text, string name = "the text");

    /// <summary>The text of elements, such that the texts of consecutive pieces joined are the text of the whole.</summary>
    string Decode(ReadOnlySpan<long> elements);
}
