namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>How the windows of many samples, or of the generator that reads real lines, went over their texts; what the words mean is told at <see cref="WindowReading"/>.</summary>
/// <param name="Ended">Samples that ended by themselves, not at the most points that they were given; nothing ends real lines, and so it is null of them.</param>
/// <param name="Finished">Samples whose window came to the end.</param>
/// <param name="ReadOnce">Samples whose window came to the end, skipped nothing and repeated nothing.</param>
/// <param name="WithSkips">Samples whose window skipped a character.</param>
/// <param name="WithRepeats">Samples whose window repeated a character.</param>
/// <param name="Stuck">Samples whose window was stuck.</param>
/// <param name="SkippedCharacters">Skipped characters among those that windows passed.</param>
/// <param name="RepeatedCharacters">Repeated characters among those that windows passed.</param>
/// <param name="UnreadCharacters">Characters after the furthest place, among all of the texts. Their error, and that of the two before, is from sample to sample.</param>
public sealed record WindowReport(
    Share? Ended, Share Finished, Share ReadOnce, Share WithSkips, Share WithRepeats, Share Stuck, Share SkippedCharacters, Share RepeatedCharacters, Share UnreadCharacters)
{
    /// <summary>Counts over samples, which are independent.</summary>
    /// <param name="readings">One for each sample.</param>
    /// <param name="ended">Whether each ended by itself; null for real lines.</param>
    public static WindowReport Of(IReadOnlyList<WindowReading> readings, IReadOnlyList<bool>? ended = null)
    {
        ArgumentNullException.ThrowIfNull(readings);
        return new(
            ended is null ? null : Share.Of(ended),
            Samples(reading => reading.IsFinished),
            Samples(reading => reading.ReadsOnce),
            Samples(reading => reading.Skipped.Count > 0),
            Samples(reading => reading.Repeated.Count > 0),
            Samples(reading => reading.Stuck.Count > 0),
            Share.Of(readings.Select(reading => (reading.Skipped.Count, reading.Passed))),
            Share.Of(readings.Select(reading => (reading.Repeated.Count, reading.Passed))),
            Share.Of(readings.Select(reading => (reading.Text.Length - reading.Passed, reading.Text.Length))));

        Share Samples(Func<WindowReading, bool> isOfKind) => Share.Of(readings.Select(isOfKind));
    }
}
