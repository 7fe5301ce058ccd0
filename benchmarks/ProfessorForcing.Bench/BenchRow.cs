namespace ProfessorForcing.Bench;

/// <summary>One figure of <see cref="SpeedBench"/>.</summary>
/// <param name="Name">Short name, such as <c>gru-1024</c>.</param>
/// <param name="What">What was measured, against what.</param>
/// <param name="Ours">This project's figure.</param>
/// <param name="Theirs">What it is compared with.</param>
/// <param name="Unit">Unit of both.</param>
/// <param name="Ratio">How many times better, or which share, as <paramref name="What"/> says.</param>
/// <param name="Target">What the ratio should reach; null where it is for information.</param>
/// <param name="AtMost">Whether the target is an upper limit.</param>
public sealed record BenchRow(string Name, string What, double Ours, double Theirs, string Unit, double Ratio, double? Target, bool AtMost = false)
{
    /// <summary>Floating-point operations of our matrix products in what was timed; 0 where none was.</summary>
    public double OurFlops { get; init; }

    /// <summary>Those of what it is compared with.</summary>
    public double TheirFlops { get; init; }

    /// <summary>Whether the target is reached; null where there is none.</summary>
    public bool? IsMet => Target is not { } target ? null : AtMost ? Ratio <= target : Ratio >= target;
}
