using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>What a generator made, running on its own outputs.</summary>
/// <param name="Elements">The elements: [N, T], points [N, T, 3].</param>
/// <param name="Final">The state after the last of them.</param>
/// <param name="Lengths">Elements of each row before it came to the end of its text; T where there is no text.</param>
public sealed record FreeRun(Tensor Elements, GeneratorState Final, IReadOnlyList<int> Lengths);
