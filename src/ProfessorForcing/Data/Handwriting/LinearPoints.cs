namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// A point given the two before it: its move is a linear function of their moves with Gaussian errors, one function for each state of the pen
/// after them; whether the pen is lifted is looked up in a table by those states and the length of the move.
/// </summary>
internal sealed class LinearPoints : IBaseline
{
    // Nothing there, pen down, pen lifted: after the point before, and after the one before that.
    private const int States = 3;
    private const int Features = 5;

    // In the unit of normalised moves.
    private static readonly double[] Lengths = [0.1, 0.25, 0.5, 1, 2, 4];

    private readonly PlaneGaussian[] _moves = [.. Enumerable.Range(0, States * States).Select(_ => new PlaneGaussian(Features))];
    private readonly double[] _lifts = [.. Enumerable.Repeat(1.0, 2 * States * States * (Lengths.Length + 1))]; // [states, length, lift]

    private LinearPoints()
    {
    }

    private delegate void Visit(int states, ReadOnlySpan<double> given, PenPoint point);

    /// <inheritdoc/>
    public string Name => "points linear in the two before";

    /// <summary>Learns; lifts are counted with one more of each kind (Laplace).</summary>
    public static LinearPoints Train(HandwritingSet set)
    {
        var model = new LinearPoints();
        ForEach(set, (states, given, point) =>
        {
            model._moves[states].Add(given, point.Dx, point.Dy);
            model._lifts[Place(states, point) + (point.LiftsPen ? 1 : 0)]++;
        });
        foreach (var moves in model._moves)
            moves.Fit();
        return model;
    }

    /// <inheritdoc/>
    public double Nll(ISequenceSet set, bool carryState)
    {
        var sum = 0.0;
        ForEach((HandwritingSet)set, (states, given, point) =>
        {
            var place = Place(states, point);
            sum += _moves[states].Nats(given, point.Dx, point.Dy) - Math.Log(_lifts[place + (point.LiftsPen ? 1 : 0)] / (_lifts[place] + _lifts[place + 1]));
        });
        return sum / set.ElementCount;
    }

    private static int Place(int states, PenPoint point)
    {
        var length = Math.Sqrt((double)point.Dx * point.Dx + (double)point.Dy * point.Dy);
        return 2 * (states * (Lengths.Length + 1) + Lengths.Count(limit => length > limit));
    }

    private static void ForEach(HandwritingSet set, Visit visit)
    {
        Span<double> given = stackalloc double[Features];
        for (var i = 0; i < set.Count; i++)
        {
            given.Clear();
            given[0] = 1;
            var states = 0;
            foreach (var point in set.Points(i))
            {
                visit(states, given, point);
                (given[3], given[4], given[1], given[2]) = (given[1], given[2], point.Dx, point.Dy);
                states = states % States * States + (point.LiftsPen ? 2 : 1);
            }
        }
    }
}
