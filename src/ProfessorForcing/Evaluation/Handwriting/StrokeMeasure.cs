namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>What is measured of a segment of a line of handwriting.</summary>
public enum StrokeMeasure
{
    /// <summary>Lifts of the pen per point.</summary>
    LiftRate,

    /// <summary>Length of ink of each piece of a stroke; as many values as pieces.</summary>
    StrokeLength,

    /// <summary>Mean length of the moves that draw; no value where none does.</summary>
    MoveSize,

    /// <summary>How far the line's ground has risen since the first segment, which itself has no value.</summary>
    Drift,

    /// <summary>Height of what is written.</summary>
    Height,

    /// <summary>How far the pen went to the right, all moves taken together.</summary>
    Progress,
}
