namespace ProfessorForcing.Autograd;

/// <summary>Some steps of a sequence, in the order in which a direction goes through them.</summary>
/// <param name="First">The number of the first, from 0.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Chunk(int First, int Count)
{
    /// <summary>Cuts a sequence into pieces.</summary>
    /// <param name="steps">T.</param>
    /// <param name="size">Steps of a piece; the last one may have fewer.</param>
    public static IEnumerable<Chunk> Cut(int steps, int size)
    {
        for (var first = 0; first < steps; first += size)
            yield return new Chunk(first, Math.Min(size, steps - first));
    }

    /// <summary>The earliest of its times, where its part of arrays over the sequence begins.</summary>
    public int Time(int steps, bool reverse) => reverse ? steps - First - Count : First;
}
