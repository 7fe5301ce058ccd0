namespace ProfessorForcing.Data.Text;

/// <summary>Modified Kneser-Ney discounts and the interpolation weight of every context.</summary>
internal sealed class NGramWeights
{
    private static readonly double[] Fallback = [0, 0.5, 1, 1.5];

    private readonly NGramTree _tree;
    private readonly double[][] _discounts; // by length and by count, 3 standing for all from 3
    private readonly double[] _totals, _lower;

    public NGramWeights(NGramTree tree)
    {
        _tree = tree;
        _discounts = [.. Discounts(tree)];
        _totals = new double[tree.NodeCount];
        _lower = new double[tree.NodeCount];
        for (var node = 1; node < tree.NodeCount; node++)
        {
            _totals[tree.ParentOf(node)] += tree.CountOf(node);
            _lower[tree.ParentOf(node)] += Discount(node);
        }
    }

    /// <summary>P(symbol | context) from P(symbol | the context without its first symbol).</summary>
    /// <param name="context">Node of the context.</param>
    /// <param name="child">Node of the context with the symbol, or −1.</param>
    /// <param name="lower">The lower order's probability.</param>
    public double Interpolate(int context, int child, double lower)
    {
        if (_totals[context] == 0)
            return lower;
        var own = child < 0 ? 0 : _tree.CountOf(child) - Discount(child);
        return (own + _lower[context] * lower) / _totals[context];
    }

    private double Discount(int node) => _discounts[_tree.LengthOf(node)][Math.Min(_tree.CountOf(node), 3)];

    // From the numbers of n-grams of each length that have the counts 1 to 4 (Chen and Goodman 1999, eq. 26).
    private static IEnumerable<double[]> Discounts(NGramTree tree)
    {
        var having = new long[tree.Order + 1, 5];
        for (var node = 1; node < tree.NodeCount; node++)
        {
            if (tree.CountOf(node) <= 4)
                having[tree.LengthOf(node), tree.CountOf(node)]++;
        }
        for (var length = 0; length <= tree.Order; length++)
        {
            double n1 = having[length, 1], n2 = having[length, 2], n3 = having[length, 3], n4 = having[length, 4];
            var share = n1 / (n1 + 2 * n2);
            double[] estimated = [0, 1 - 2 * share * n2 / n1, 2 - 3 * share * n3 / n2, 3 - 4 * share * n4 / n3];
            // Few symbols or a short text give no usable estimate; a discount of zero would leave nothing for the unseen.
            yield return n4 > 0 && estimated[1] > 0 && estimated[2] > 0 && estimated[3] > 0 ? estimated : Fallback;
        }
    }
}
