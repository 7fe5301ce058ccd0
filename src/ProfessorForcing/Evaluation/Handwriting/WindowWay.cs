namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>The path of a window over its text, looked at by the rules of <see cref="WindowReading"/>.</summary>
internal sealed class WindowWay
{
    private readonly string _text;
    private readonly int[] _path;
    private readonly int[] _steps;
    private readonly WindowReadingOptions _options;

    /// <summary>Makes a way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The place of each step, or −1.</param>
    /// <param name="options">What counts as reading.</param>
    public WindowWay(string text, int[] path, WindowReadingOptions options)
    {
        (_text, _path, _options) = (text, path, options);
        _steps = new int[text.Length + 1];
        foreach (var place in path)
        {
            if (place >= 0)
                _steps[place]++;
        }
        Furthest = FindFurthest();
    }

    /// <summary>The furthest place; −1 if there is none.</summary>
    public int Furthest { get; }

    /// <summary>Characters that were skipped.</summary>
    /// <param name="peaks">The largest weight of each.</param>
    public int[] Skipped(float[] peaks)
    {
        var passed = Enumerable.Range(0, Math.Clamp(Furthest, 0, _text.Length)).ToArray();
        var missed = passed.Where(u => _steps[u] == 0 && IsFaint(u, peaks)).ToHashSet();
        return [.. passed.Where(u => missed.Contains(u) && (!IsSpace(u) || HasMissedNeighbour(u, missed)))];
    }

    /// <summary>Characters that were repeated.</summary>
    public int[] Repeated() => [.. Enumerable.Range(0, _text.Length).Where(IsRepeated)];

    /// <summary>Characters that the window was stuck at.</summary>
    public int[] Stuck() => [.. Enumerable.Range(0, WindowReading.LastInk(_text)).Where(u => _steps[u] > _options.MostSteps)];

    private int FindFurthest()
    {
        var last = Array.FindLast(_path, place => place >= 0);
        var (place, beyond) = (_text.Length, _steps[^1]);
        while (place > last && beyond < _options.LeastSteps)
            beyond += _steps[--place];
        return _steps.Sum() == 0 ? -1 : place;
    }

    // Whether the largest weight is small beside those of the nearest read characters.
    private bool IsFaint(int character, float[] peaks)
    {
        float[] beside = [.. Nearest(character, u => _steps[u] > 0).Select(u => peaks[u])];
        return beside.Length == 0 || peaks[character] < _options.LeastPeak * beside.Average();
    }

    private bool HasMissedNeighbour(int space, HashSet<int> missed) => Nearest(space, u => !IsSpace(u)).Any(missed.Contains);

    private bool IsSpace(int character) => WindowReading.IsSpace(_text[character]);

    // The nearest characters before and after one for which something holds: none, one or two.
    private IEnumerable<int> Nearest(int character, Func<int, bool> holds) =>
        Enumerable.Range(0, character).Reverse().Where(holds).Take(1)
            .Concat(Enumerable.Range(character + 1, _text.Length - character - 1).Where(holds).Take(1));

    private bool IsRepeated(int character)
    {
        var (isRead, wasAhead, ahead, back) = (false, false, 0, 0);
        foreach (var place in _path.Where(place => place >= 0))
        {
            isRead |= place == character;
            ahead = isRead && place >= character + 2 ? ahead + 1 : 0;
            wasAhead |= ahead >= _options.RepeatSteps;
            back = wasAhead && place == character ? back + 1 : 0;
            if (back >= _options.RepeatSteps)
                return true;
        }
        return false;
    }
}
