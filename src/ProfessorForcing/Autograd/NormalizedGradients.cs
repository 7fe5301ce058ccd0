using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What the way back through a normalised recurrence gives besides.</summary>
/// <param name="Sums">The gradient of W_hh·h itself: [T, N, G·H].</param>
/// <param name="Shown">That of LN(c) + b_c of an LSTM: [T, N, H].</param>
internal sealed record NormalizedGradients(Tensor Sums, Tensor? Shown);
