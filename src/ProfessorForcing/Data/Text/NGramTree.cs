using System.Numerics;

namespace ProfessorForcing.Data.Text;

/// <summary>
/// The n-grams of a training text as paths from the root, node 0, with Kneser-Ney's counts: how often an n-gram of
/// the full order or one that begins at a sequence's start occurs; of a shorter one, before how many different
/// symbols it is found.
/// </summary>
internal sealed class NGramTree
{
    private const int Root = 0;
    private readonly int _startNode;

    private ulong[] _keys = new ulong[1024]; // 0: free
    private int[] _children = new int[1024];
    private int[] _parents = new int[512], _counts = new int[512];
    private byte[] _lengths = new byte[512];

    /// <summary>An empty tree.</summary>
    /// <param name="order">Longest n-gram.</param>
    /// <param name="startSymbol">A symbol that no sequence holds; stands for the start of each.</param>
    public NGramTree(int order, int startSymbol)
    {
        Order = order;
        NodeCount = 1;
        _startNode = ChildOrNew(Root, startSymbol, out _);
    }

    /// <summary>Longest n-gram.</summary>
    public int Order { get; }

    /// <summary>Number of nodes.</summary>
    public int NodeCount { get; private set; }

    /// <summary>The node of the n-gram without its last symbol.</summary>
    public int ParentOf(int node) => _parents[node];

    /// <summary>The count of the node's n-gram; 0 for the start symbol.</summary>
    public int CountOf(int node) => _counts[node];

    /// <summary>The length of the node's n-gram.</summary>
    public int LengthOf(int node) => _lengths[node];

    /// <summary>Writes the contexts at a sequence's start: entry k becomes the node of the last k symbols.</summary>
    /// <param name="context">At least <see cref="Order"/> entries.</param>
    /// <returns>The number of entries written.</returns>
    public int Start(Span<int> context)
    {
        context[0] = Root;
        if (Order == 1)
            return 1;
        context[1] = _startNode;
        return 2;
    }

    /// <summary>Counts every n-gram of a sequence.</summary>
    public void Count(ReadOnlySpan<long> sequence)
    {
        Span<int> context = stackalloc int[Order];
        var depth = Start(context);
        foreach (var symbol in sequence)
        {
            var shorter = Root;
            var node = Root;
            for (var k = 0; k < depth; k++)
            {
                var child = ChildOrNew(node, checked((int)symbol), out var isNew);
                if (isNew && k > 0)
                    _counts[shorter]++;
                if (k == depth - 1)
                    _counts[child]++;
                shorter = child;
                if (k + 1 < depth)
                    node = context[k + 1];
                if (k + 1 < Order)
                    context[k + 1] = child;
            }
            depth = Math.Min(depth + 1, Order);
        }
    }

    /// <summary>The node of an n-gram with one more symbol, or −1.</summary>
    public int Child(int node, int symbol)
    {
        var slot = Slot(Key(node, symbol));
        return _keys[slot] == 0 ? -1 : _children[slot];
    }

    private int ChildOrNew(int node, int symbol, out bool isNew)
    {
        var key = Key(node, symbol);
        var slot = Slot(key);
        isNew = _keys[slot] == 0;
        if (!isNew)
            return _children[slot];
        (_keys[slot], _children[slot]) = (key, NodeCount);
        if (NodeCount == _parents.Length)
            GrowNodes();
        _parents[NodeCount] = node;
        _lengths[NodeCount] = (byte)(_lengths[node] + 1);
        var added = NodeCount++;
        if (NodeCount > _keys.Length / 8 * 5)
            GrowTable();
        return added;
    }

    private static ulong Key(int node, int symbol) => ((ulong)(uint)node << 32 | (uint)symbol) + 1;

    // Fibonacci hashing and linear probing.
    private int Slot(ulong key)
    {
        var mask = _keys.Length - 1;
        var slot = (int)((key ^ key >> 32) * 0x9E3779B97F4A7C15UL >> (64 - BitOperations.Log2((uint)_keys.Length)));
        while (_keys[slot] != 0 && _keys[slot] != key)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void GrowNodes()
    {
        Array.Resize(ref _parents, _parents.Length * 2);
        Array.Resize(ref _counts, _counts.Length * 2);
        Array.Resize(ref _lengths, _lengths.Length * 2);
    }

    private void GrowTable()
    {
        var (keys, children) = (_keys, _children);
        _keys = new ulong[keys.Length * 2];
        _children = new int[keys.Length * 2];
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0)
                continue;
            var slot = Slot(keys[i]);
            (_keys[slot], _children[slot]) = (keys[i], children[i]);
        }
    }
}
