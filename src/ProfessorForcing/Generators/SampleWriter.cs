using ProfessorForcing.Data;

namespace ProfessorForcing.Generators;

/// <summary>Draws samples and writes them as people look at them, whatever they are made of.</summary>
public static class SampleWriter
{
    /// <summary>Draws and writes.</summary>
    /// <param name="generator">The trained generator.</param>
    /// <param name="domain">What its elements are.</param>
    /// <param name="request">What to draw.</param>
    /// <param name="output">Where to write; left open.</param>
    /// <exception cref="NotSupportedException">Nothing draws elements of this domain.</exception>
    public static void Write(IGenerator generator, IDomain domain, SampleRequest request, Stream output)
    {
        ArgumentNullException.ThrowIfNull(request);
        switch (domain)
        {
            case ISymbolDomain symbols:
                symbols.Render([.. Sampler.Sample(generator, request).Select(sample => (long[])[.. request.Prompt, .. sample])], output);
                break;
            default:
                throw new NotSupportedException($"No sampler for elements of {domain}.");
        }
    }
}
