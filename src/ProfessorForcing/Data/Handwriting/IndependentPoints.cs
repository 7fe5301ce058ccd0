namespace ProfessorForcing.Data.Handwriting;

/// <summary>Every point on its own, but for the pen before it: a Gaussian for the move and a rate of lifting for each of the pen's states.</summary>
internal sealed class IndependentPoints : IBaseline
{
    // Nothing before, pen down, pen lifted.
    private const int States = 3;

    private static readonly double[] Constant = [1];

    private readonly PlaneGaussian[] _moves = [.. Enumerable.Range(0, States).Select(_ => new PlaneGaussian(1))];
    private readonly double[] _lifts = [.. Enumerable.Repeat(1.0, 2 * States)]; // [state, lift]

    private IndependentPoints()
    {
    }

    /// <inheritdoc/>
    public string Name => "independent points";

    /// <summary>Learns; lifts are counted with one more of each kind (Laplace).</summary>
    public static IndependentPoints Train(HandwritingSet set)
    {
        var model = new IndependentPoints();
        ForEach(set, (state, point) =>
        {
            model._moves[state].Add(Constant, point.Dx, point.Dy);
            model._lifts[2 * state + (point.LiftsPen ? 1 : 0)]++;
        });
        foreach (var moves in model._moves)
            moves.Fit();
        return model;
    }

    /// <inheritdoc/>
    public double Nll(ISequenceSet set, bool carryState)
    {
        var sum = 0.0;
        ForEach((HandwritingSet)set, (state, point) => sum +=
            _moves[state].Nats(Constant, point.Dx, point.Dy)
            - Math.Log(_lifts[2 * state + (point.LiftsPen ? 1 : 0)] / (_lifts[2 * state] + _lifts[2 * state + 1])));
        return sum / set.ElementCount;
    }

    private static void ForEach(HandwritingSet set, Action<int, PenPoint> act)
    {
        for (var i = 0; i < set.Count; i++)
        {
            var state = 0;
            foreach (var point in set.Points(i))
            {
                act(state, point);
                state = point.LiftsPen ? 2 : 1;
            }
        }
    }
}
