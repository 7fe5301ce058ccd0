using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Random;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Makes the generator that fits a domain's elements.</summary>
public static class GeneratorFactory
{
    /// <summary>A generator with its initial weights.</summary>
    /// <param name="options">Sizes and dropout.</param>
    /// <param name="elements">What an element is.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="recomputeSteps">Steps whose gates are computed again at a time on the way back; 0: gates are kept.</param>
    /// <param name="candidateLayers">The layers whose candidates traces have; null for all.</param>
    /// <exception cref="NotSupportedException">No generator makes such elements.</exception>
    public static IGenerator Create(
        GeneratorOptions options, ElementSpace elements, RandomStream random, Device device, int recomputeSteps = 0, IReadOnlyCollection<int>? candidateLayers = null) =>
        elements switch
        {
            SymbolSpace symbols => new RecurrentGenerator(options, symbols, random, device, recomputeSteps: recomputeSteps, candidateLayers: candidateLayers),
            PenSpace pen => new HandwritingGenerator(options, pen, random, device, recomputeSteps: recomputeSteps, candidateLayers: candidateLayers),
            _ => throw new NotSupportedException($"No generator makes elements of {elements}."),
        };
}
