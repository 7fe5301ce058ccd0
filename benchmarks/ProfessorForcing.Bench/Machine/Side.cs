namespace ProfessorForcing.Bench.Machine;

/// <summary>The same work on several threads at once.</summary>
internal static class Side
{
    private static float s_sink;

    /// <summary>Starts the work on each thread together, and waits for all.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="work">Receives the thread's number; its result is looked at, lest it be optimised away.</param>
    public static void BySide(int threads, Func<int, float> work)
    {
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() => Volatile.Write(ref s_sink, work(i)))).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
    }
}
