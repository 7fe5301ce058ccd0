using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Generators;

/// <summary>Draws samples and writes them as people look at them, whatever they are made of.</summary>
public static class SampleWriter
{
    /// <summary>Draws and writes.</summary>
    /// <param name="generator">The trained generator.</param>
    /// <param name="domain">What its elements are.</param>
    /// <param name="request">What to draw; handwriting is that of texts for validation.</param>
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
            case HandwritingDomain pen:
                var lines = PenWriter.Write(generator, pen, pen.Example(request.Count), request.Sampling, request.Seed, request.Length);
                PenSvg.Write(PenPage.Of([.. lines.Select(line => line.Line)]), output);
                break;
            default:
                throw new NotSupportedException($"No sampler for elements of {domain}.");
        }
    }
}
