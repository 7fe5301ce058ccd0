namespace ProfessorForcing.Data.Text.Oracle;

/// <summary>Words as paths of symbols from the root, which is node 0. A child's number is above its parent's.</summary>
internal sealed class PrefixTree
{
    private readonly List<int[]> _children = [NewNode()];
    private readonly List<int> _words = [-1];

    /// <summary>Builds the tree of words over the oracle's alphabet.</summary>
    public PrefixTree(IReadOnlyList<string> words)
    {
        for (var word = 0; word < words.Count; word++)
        {
            var node = 0;
            foreach (var symbol in words[word])
                node = ChildOrNew(node, OracleAlphabet.Id(symbol));
            _words[node] = word;
        }
    }

    /// <summary>Number of nodes.</summary>
    public int Count => _words.Count;

    /// <summary>The node after one more symbol, or −1.</summary>
    public int Child(int node, int symbol) => _children[node][symbol];

    /// <summary>The word that ends at a node, or −1.</summary>
    public int WordAt(int node) => _words[node];

    /// <summary>The sum of the weights of all words that pass through or end at each node.</summary>
    public double[] Sum(Func<int, double> weight)
    {
        var sums = new double[Count];
        for (var node = Count - 1; node >= 0; node--)
        {
            sums[node] = _words[node] < 0 ? 0 : weight(_words[node]);
            foreach (var child in _children[node])
            {
                if (child >= 0)
                    sums[node] += sums[child];
            }
        }
        return sums;
    }

    private int ChildOrNew(int node, int symbol)
    {
        if (_children[node][symbol] < 0)
        {
            _children[node][symbol] = Count;
            _children.Add(NewNode());
            _words.Add(-1);
        }
        return _children[node][symbol];
    }

    private static int[] NewNode()
    {
        var children = new int[OracleAlphabet.Count];
        Array.Fill(children, -1);
        return children;
    }
}
