namespace ProfessorForcing.Evaluation.Handwriting;

/// <summary>The measured lines of a comparison.</summary>
/// <param name="samples">What is judged: [line][segment].</param>
/// <param name="real">What it is compared with.</param>
/// <param name="floor">What is compared with it as well.</param>
/// <param name="leastLines">Lines of each set that have to have a value before there is a distance.</param>
internal sealed class SegmentSets(IReadOnlyList<SegmentMeasures>[] samples, IReadOnlyList<SegmentMeasures>[] real, IReadOnlyList<SegmentMeasures>[] floor, int leastLines)
{
    private readonly int _count = Math.Min(samples.Max(line => line.Count), real.Max(line => line.Count));

    /// <summary>Compares a measure.</summary>
    public MeasureComparison Compare(StrokeMeasure measure)
    {
        var places = Enumerable.Range(0, _count).Select(index => Look(measure, index)).ToArray();
        var scale = Deviation([.. places.SelectMany(place => place.Real).SelectMany(values => values)]);
        return new(measure, scale, [.. places.Select((place, index) => Distance(place, index, scale))], scale > 0 ? Trend(places, scale) : null);
    }

    private static SegmentDistance Distance(Place place, int index, double scale)
    {
        var (distance, floor) = scale > 0 ? (place.Distance, place.FloorDistance) : default;
        return new(
            index, Lines(place.Samples), Lines(place.Real), Lines(place.Floor), Mean(place.Samples), Mean(place.Real),
            distance?.Distance / scale, distance?.Error / scale, floor?.Distance / scale, floor?.Error / scale);
    }

    private static SegmentTrend? Trend(Place[] places, double scale)
    {
        var compared = places.Where(place => place.Distance is not null).ToArray();
        if (compared.Length < 2)
            return null;
        var quarter = Math.Max(1, compared.Length / 4);
        Place[] ends = [.. compared[..quarter], .. compared[^quarter..]];
        var (difference, error) = Change([.. ends.Select(place => place.Distance!)]);
        return ends.All(place => place.FloorDistance is not null) && Change([.. ends.Select(place => place.FloorDistance!)]) is var (floor, floorError)
            ? new(difference, error, floor, floorError)
            : new(difference, error, null, null);

        (double Difference, double Error) Change(LineDistance[] distances)
        {
            var weighted = Array.ConvertAll(distances, distance => (Weight: 1 / (quarter * scale), Distance: distance));
            for (var i = 0; i < quarter; i++)
                weighted[i].Weight *= -1;
            return (weighted.Sum(pair => pair.Weight * pair.Distance.Distance), LineDistance.ErrorOf(weighted));
        }
    }

    private static int Lines(IReadOnlyList<double>[] lines) => lines.Count(values => values.Count > 0);

    private static double? Mean(IReadOnlyList<double>[] lines) => Lines(lines) == 0 ? null : lines.SelectMany(values => values).Average();

    // Sums over equal numbers may be off by rounding, so that equality is looked for first.
    private static double Deviation(double[] values)
    {
        if (values.Length < 2 || values.Min() == values.Max())
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private Place Look(StrokeMeasure measure, int index)
    {
        var (ofSamples, ofReal, ofFloor) = (Values(samples), Values(real), Values(floor));
        return new(ofSamples, ofReal, ofFloor, Between(ofSamples), Between(ofFloor));

        IReadOnlyList<double>[] Values(IReadOnlyList<SegmentMeasures>[] lines) =>
            Array.ConvertAll(lines, line => index < line.Count ? line[index].Values(measure) : []);

        LineDistance? Between(IReadOnlyList<double>[] lines) =>
            Math.Min(Lines(lines), Lines(ofReal)) < leastLines ? null : LineDistance.Between(lines, ofReal);
    }

    // The values of all lines at one place, [line][value], and the distances from the real ones.
    private sealed record Place(
        IReadOnlyList<double>[] Samples, IReadOnlyList<double>[] Real, IReadOnlyList<double>[] Floor, LineDistance? Distance, LineDistance? FloorDistance);
}
