namespace ProfessorForcing.Data.Handwriting;

/// <summary>One point of a pen's way, told from the point before.</summary>
/// <param name="Dx">Move to the right since the point before. Its unit is the recording's (IAM-OnDB: steps of the whiteboard's sensor), or the
/// training set's standard deviation after <see cref="StrokeNormalization"/>.</param>
/// <param name="Dy">Move UP since the point before, in the same unit. Files count down; readers turn the sign.</param>
/// <param name="LiftsPen">Whether the pen is lifted after this point, so that the move to the next one draws nothing.</param>
public readonly record struct PenPoint(float Dx, float Dy, bool LiftsPen);
