using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Outputs;

namespace ProfessorForcing.Generators;

/// <summary>A sample of handwriting.</summary>
/// <param name="Points">The pen's way, normalised as the training data; the last point lifts the pen. Empty if the text was at its end at once.</param>
/// <param name="Weights">φ at each of the points: of the text's characters, and of the place after the last; priming text is not in it.</param>
/// <param name="Densities">What each point was drawn from; empty unless <see cref="PenRequest.KeepsDensities"/>.</param>
/// <param name="HasEnded">Whether the window came to the end of the text; else the sample was cut off.</param>
public sealed record PenSample(
    IReadOnlyList<PenPoint> Points, IReadOnlyList<float[]> Weights, IReadOnlyList<PenDensity> Densities, bool HasEnded);
