namespace ProfessorForcing.Kernels.Threading;

/// <summary>How work is shared out.</summary>
internal static class TeamShare
{
    /// <summary>The piece of a range that is one worker's, in whole tiles; empty where there are too few.</summary>
    /// <param name="total">Length of the range.</param>
    /// <param name="worker">Number of the worker, from 0.</param>
    /// <param name="workers">How many there are.</param>
    /// <param name="tile">Pieces begin at multiples of this.</param>
    public static (int First, int Count) Of(int total, int worker, int workers, int tile)
    {
        var tiles = (total + tile - 1) / tile;
        var first = Math.Min(total, (int)((long)tiles * worker / workers) * tile);
        var end = Math.Min(total, (int)((long)tiles * (worker + 1) / workers) * tile);
        return (first, end - first);
    }
}
