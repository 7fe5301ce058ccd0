using ProfessorForcing.Data.Images;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor evaluate --quality</c> compares.</summary>
/// <param name="Count">How many samples to draw.</param>
/// <param name="Labelled">What the classifier learns from.</param>
/// <param name="Training">The training images.</param>
/// <param name="Test">The test images.</param>
internal sealed record JudgedImages(int Count, LabelledImages Labelled, BinaryImages Training, BinaryImages Test);
