using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>Gradients at the borders of a recurrence.</summary>
/// <param name="Upstream">Those of its outputs, which come from outside; null where there are none.</param>
/// <param name="InitialHidden">Receives that of h before the first step, [N, H]; null if nobody wants it.</param>
/// <param name="InitialCell">The same for c.</param>
internal sealed record OuterGradients(Tensor?[] Upstream, Tensor? InitialHidden, Tensor? InitialCell);
