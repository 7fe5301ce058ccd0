namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>How far samples are from real lines in one measure at one place of the line.</summary>
/// <param name="Index">The segment, from 0.</param>
/// <param name="Samples">Samples that have a value here; fewer reach later segments.</param>
/// <param name="RealLines">Real lines that have a value here.</param>
/// <param name="FloorLines">Other real lines that have a value here.</param>
/// <param name="SampleMean">Mean value of the samples, in the unit of the lines; null if there is none.</param>
/// <param name="RealMean">Mean value of the real lines; null if there is none.</param>
/// <param name="Distance">Wasserstein-1 distance of samples from real lines, in standard deviations of the real lines; null if either are too few.</param>
/// <param name="Error">Its standard error, from line to line; too large by up to 1.7 times where the distance is hardly above the floor.</param>
/// <param name="Floor">The same distance of other real lines, which is what perfect samples would have if they were as many; null if there are too few.</param>
/// <param name="FloorError">Its standard error; too large by up to 1.7 times.</param>
public sealed record SegmentDistance(
    int Index, int Samples, int RealLines, int FloorLines, double? SampleMean, double? RealMean, double? Distance, double? Error, double? Floor, double? FloorError);
