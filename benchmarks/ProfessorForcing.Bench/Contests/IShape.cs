namespace ProfessorForcing.Bench.Contests;

/// <summary>The size of some work whose memory can be measured in a process of its own.</summary>
public interface IShape
{
    /// <summary>What work it is, a word.</summary>
    string Kind { get; }

    /// <summary>The sizes, in an order that <see cref="Shapes.Parse"/> knows.</summary>
    IReadOnlyList<int> Sizes { get; }

    /// <summary>Makes networks and data of this size.</summary>
    Contest Start();
}
