using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>A domain whose elements are symbols: characters, words, pixels.</summary>
public interface ISymbolDomain : IDomain
{
    /// <summary>Reads a sequence, or the beginning of one, from a file as the field's users have it: text, an image, …</summary>
    /// <exception cref="InputDataException">It is missing, damaged or of another kind.</exception>
    long[] ReadFile(string path);

    /// <summary>An element as people write it.</summary>
    string Label(long element);

    /// <summary>Writes samples, in order, as people look at them.</summary>
    /// <param name="samples">One array of elements for each sample.</param>
    /// <param name="output">Where to write; left open.</param>
    void Render(IReadOnlyList<long[]> samples, Stream output);
}
