using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>
/// How a soft window (Graves 2013, section 5.1) went over its text while a sample was written: whether it came to the end, and read everything on its
/// way once. Characters are counted from 0, so that the weight φ(t, u) of the paper is that of character u − 1.
/// </summary>
/// <remarks>
/// <para>The <b>place</b> of a step is the furthest peak of its weights that is at least <see cref="WindowReadingOptions.LeastShare"/> of the largest weight, as long
/// as the weights sum to enough (<see cref="WindowReadingOptions.LeastWeight"/>): a window's Gaussians only go forward, and some lag behind those that lead the pen, with weights as
/// large at times. The <b>furthest</b> place is the last one that the path reaches or passes for
/// <see cref="WindowReadingOptions.LeastSteps"/> steps in all, or that of the last step that has one, as samples may end as soon as they are through.</para>
/// <para><b>Finished</b>: the furthest place is the last character that is no space, or beyond it.</para>
/// <para><b>Skipped</b> is a character before the furthest place that is nowhere the place of a step, and whose largest weight is less than a third
/// (<see cref="WindowReadingOptions.LeastPeak"/>) of the mean of those of the nearest read characters before and after it: a window that goes on
/// in long steps sees it then no more than in passing. Spaces need no ink: a space that would be skipped counts only if the nearest character before or
/// after it that is no space is skipped too. Characters after the furthest place are not skipped but unread.</para>
/// <para><b>Repeated</b> is a character that the path returns to after it has been at least 2 characters further on, both for
/// <see cref="WindowReadingOptions.RepeatSteps"/> steps in a row; flickering is no repetition. No Gaussian goes back: it is one that lags behind and
/// now outweighs those that lead. That happens without anything being written twice, too, so that repeats mean something only beside those of
/// real lines under the same generator (<see cref="WindowComparison"/>).</para>
/// <para><b>Stuck</b>: a character is the place of more than <see cref="WindowReadingOptions.MostSteps"/> steps in all. The last one that is no space, and
/// what follows it, do not count: there the window rests when all is written. The limit is a fixed number, as that of one who is always slow
/// should be no higher.</para>
/// </remarks>
/// <param name="Text">The text.</param>
/// <param name="Path">The place of each step; −1 where it has none, and the text's length at the end position.</param>
/// <param name="Furthest">The furthest place; −1 if there is none.</param>
/// <param name="Skipped">Skipped characters, rising.</param>
/// <param name="Repeated">Repeated characters, rising.</param>
/// <param name="Stuck">Characters that the window was stuck at, rising.</param>
public sealed record WindowReading(
    string Text, IReadOnlyList<int> Path, int Furthest, IReadOnlyList<int> Skipped, IReadOnlyList<int> Repeated, IReadOnlyList<int> Stuck)
{
    /// <summary>Whether the window came to the end.</summary>
    public bool IsFinished => Furthest >= LastInk(Text);

    /// <summary>Whether the window read the whole text, everything once.</summary>
    public bool ReadsOnce => IsFinished && Skipped.Count == 0 && Repeated.Count == 0;

    /// <summary>Characters up to the furthest place: those that could be skipped or repeated.</summary>
    public int Passed => Math.Min(Furthest + 1, Text.Length);

    /// <summary>Looks at the weights of one sample.</summary>
    /// <param name="text">What it was to write: at least one character that is no space.</param>
    /// <param name="weights">φ of each step: [T][U], or [T][U + 1] with the place after the text, by which a sample may be ended.</param>
    /// <param name="options">What counts as reading; null for the defaults.</param>
    /// <exception cref="InputDataException">A weight is negative or no finite number.</exception>
    public static WindowReading Of(string text, IReadOnlyList<float[]> weights, WindowReadingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(weights);
        if (text.All(IsSpace))
            throw new ArgumentException("The text has no character but spaces.", nameof(text));
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LeastSteps, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RepeatSteps, nameof(options));
        var (path, peaks) = (new int[weights.Count], new float[text.Length]);
        for (var t = 0; t < path.Length; t++)
        {
            Check(text, weights[t], t);
            path[t] = PlaceOf(weights[t], options);
            for (var u = 0; u < peaks.Length; u++)
                peaks[u] = Math.Max(peaks[u], weights[t][u]);
        }
        var way = new WindowWay(text, path, options);
        return new(text, path, way.Furthest, way.Skipped(peaks), way.Repeated(), way.Stuck());
    }

    /// <summary>Whether a character needs no ink.</summary>
    internal static bool IsSpace(char character) => char.IsWhiteSpace(character);

    /// <summary>The last character that needs ink.</summary>
    internal static int LastInk(string text)
    {
        var last = text.Length - 1;
        while (IsSpace(text[last]))
            last--;
        return last;
    }

    /// <summary>The place of a step with these weights; −1 if it has none.</summary>
    internal static int PlaceOf(float[] weights, WindowReadingOptions options)
    {
        var (sum, largest) = (0.0, 0f);
        foreach (var weight in weights)
            (sum, largest) = (sum + weight, Math.Max(largest, weight));
        // Without any weight there is no place, whatever the limit.
        if (sum == 0 || sum < options.LeastWeight)
            return -1;
        var place = weights.Length - 1;
        while (weights[place] < options.LeastShare * largest || !IsPeak(weights, place))
            place--;
        return place;
    }

    private static void Check(string text, float[] weights, int t)
    {
        if (weights.Length != text.Length && weights.Length != text.Length + 1)
            throw new ArgumentException($"At step {t} there are {weights.Length} weights for a text of {text.Length} characters.", nameof(weights));
        var bad = Array.FindIndex(weights, weight => !(weight >= 0 && float.IsFinite(weight)));
        if (bad >= 0)
            throw new InputDataException(FormattableString.Invariant($"the window's weight at step {t}, character {bad} is {weights[bad]}; it must be a finite number, 0 or more"));
    }

    private static bool IsPeak(float[] weights, int u) =>
        (u == 0 || weights[u - 1] <= weights[u]) && (u == weights.Length - 1 || weights[u + 1] <= weights[u]);
}
