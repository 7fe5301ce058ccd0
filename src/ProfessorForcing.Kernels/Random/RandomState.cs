namespace ProfessorForcing.Kernels.Random;

/// <summary>The four state words of a <see cref="RandomStream"/>; never all zero.</summary>
/// <param name="S0">First word.</param>
/// <param name="S1">Second word.</param>
/// <param name="S2">Third word.</param>
/// <param name="S3">Fourth word.</param>
public readonly record struct RandomState(ulong S0, ulong S1, ulong S2, ulong S3);
