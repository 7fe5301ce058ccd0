namespace ProfessorForcing.Kernels.Random;

/// <summary>
/// All random streams of a run, by name. A stream comes into being when it is first asked for; its numbers depend on
/// the run's seed and its own name only, never on which other streams exist or how far they have been read.
/// </summary>
public sealed class RandomStreams(ulong seed)
{
    private readonly SortedDictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);

    /// <summary>The run's seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream of this name.</summary>
    public RandomStream this[string name]
    {
        get
        {
            if (!_streams.TryGetValue(name, out var stream))
                _streams.Add(name, stream = new RandomStream(Seed, name));
            return stream;
        }
    }

    /// <summary>The state of every stream used so far, for a checkpoint.</summary>
    public IReadOnlyDictionary<string, RandomState> States =>
        _streams.ToDictionary(pair => pair.Key, pair => pair.Value.State, StringComparer.Ordinal);

    /// <summary>Puts every named stream back to a saved state; streams not named start anew.</summary>
    public void Restore(IReadOnlyDictionary<string, RandomState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var unnamed = _streams.Keys.Where(name => !states.ContainsKey(name)).ToArray();
        foreach (var name in unnamed)
            _streams[name].State = new RandomStream(Seed, name).State;
        foreach (var (name, state) in states)
            this[name].State = state;
    }
}
